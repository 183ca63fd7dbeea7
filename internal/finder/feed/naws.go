package feed

import (
	"slices"
	"strings"
)

// nawsColumns are the columns of the table that Narcotics Anonymous World
// Services and BMLT servers exchange, in their order.
func nawsColumns() []string {
	return strings.Split("Committee,CommitteeName,AddDate,AreaRegion,ParentName,ComemID,ContactID,ContactName,CompanyName,"+
		"ContactAddrID,ContactAddress1,ContactAddress2,ContactCity,ContactState,ContactZip,ContactCountry,ContactPhone,MeetingID,"+
		"Room,Closed,WheelChr,Day,Time,Language1,Language2,Language3,LocationId,Place,Address,City,LocBorough,State,Zip,Country,"+
		"Directions,Institutional,Format1,Format2,Format3,Format4,Format5,Delete,LastChanged,Longitude,Latitude,ContactGP,"+
		"PhoneMeetingNumber,VirtualMeetingLink,VirtualMeetingInfo,TimeZone,bmlt_id,unpublished", ",")
}

// nawsPlain are the columns that a record has no field for: they are kept as they
// came, and written again. AreaRegion and Room are among them because only they
// tell the id of a body, and which types were names.
func nawsPlain() []string {
	return []string{"AddDate", "AreaRegion", "ComemID", "MeetingID", "Room", "Language1", "Language2", "Language3", "LocationId", "Institutional"}
}

// nawsContact tells of a column that is about a person.
func nawsContact(column string) bool {
	return strings.HasPrefix(column, "Contact") || column == "CompanyName"
}

// nawsNoBody stands where a service body has no id.
const nawsNoBody = "WORLD_ID_MISSING"

// nawsDay is a date as the table writes it, "6/10/21".
const nawsDay = "1/2/06"

// nawsFirst are the ids that come before others in the columns of formats.
func nawsFirst() []string {
	return []string{worldVirtual, worldClosed, worldHybrid, "W", "M", "GL"}
}

// nawsFormats puts ids into the order of the table's columns, without those that
// have a column of their own.
func nawsFormats(ids []string) (list []string) {
	for _, first := range nawsFirst() {
		if slices.Contains(ids, first) {
			list = append(list, first)
		}
	}
	for _, id := range ids {
		if id != worldMembers && id != "OPEN" && id != "WCHR" && id != worldTongue && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}
