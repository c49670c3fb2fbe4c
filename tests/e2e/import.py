"""Files for import.sh: rows of real Vietnamese as CSV.  import.py ROWS >FILE"""
import csv
import sys

WHAT = ["Về việc tăng cường kỷ cương hành chính", "Kế hoạch phòng, chống thiên tai", "Báo cáo thu chi ngân sách", "Quyết định phê duyệt quy hoạch sử dụng đất",
        "Giấy mời dự họp giao ban", "Hướng dẫn xét tặng danh hiệu “Gia đình văn hóa”".replace("“", '"').replace("”", '"'), "Đề nghị phối hợp rà soát hộ nghèo\ntheo hai phụ lục"]
WHERE = ["xã Vị Thủy", "phường Ngã Bảy", "thị trấn Một Ngàn", "huyện Châu Thành A", "ấp Thạnh Lợi, đường Nguyễn Huệ", "khu vực Bình Hòa"]
ISSUER = ["Sở Xây dựng", "Ủy ban nhân dân tỉnh", "Sở Nông nghiệp và Môi trường", "Đảng ủy xã", "Hội đồng nhân dân"]

out = csv.writer(sys.stdout, lineterminator="\r\n")
out.writerow(["secrecy", "urgency", "channel", "Tác giả", "doc_number", "notation", "issued_date", "doc_type", "abstract"])
for i in range(int(sys.argv[1])):
    out.writerow(["THUONG", "THUONG", "EMAIL", ISSUER[i % 5], 1000 + i, "SXD", "2026-01-05", "CV", f"{WHAT[i % 7]} {WHERE[i % 6]} lần {i}"])
