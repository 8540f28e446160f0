using System.IO.Compression;
using System.Text;

namespace GbGateway.Tests.Verification;

/// <summary>Small documents with labels in every carrier, made here.</summary>
internal static class LabelledDocuments
{
    public static byte[] Pdf(string json, bool objectStream = false, bool utf16 = false)
    {
        var value = utf16 ? "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(json)) + ">" : "(" + json.Replace("\\", "\\\\").Replace("(", "\\(").Replace(")", "\\)") + ")";
        var info = $"<< /Producer (test) /AIGC {value} >>";
        byte[] holder = objectStream
            ? [.. "3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"u8, .. LabelledPictures.Zlib(Encoding.Latin1.GetBytes("2 0 " + info)), .. "\nendstream\nendobj\n"u8]
            : Encoding.Latin1.GetBytes($"2 0 obj\n{info}\nendobj\n");
        return [.. "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"u8, .. holder, .. "trailer\n<< /Root 1 0 R /Info 2 0 R >>\n%%EOF\n"u8];
    }

    public static byte[] PdfWithXmp(string xmp) =>
        [.. "%PDF-1.7\n5 0 obj\n<< /Type /Metadata /Subtype /XML >>\nstream\n"u8, .. Encoding.UTF8.GetBytes(xmp), .. "\nendstream\nendobj\n%%EOF\n"u8];

    public static byte[] Docx(string json, string text)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create))
        {
            Add(zip, "docProps/custom.xml", "<?xml version=\"1.0\"?><Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">"
                + $"<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"AIGC\"><vt:lpwstr>{LabelledPictures.Entities(json)}</vt:lpwstr></property></Properties>");
            Add(zip, "word/document.xml", "<w:document><w:body>" + string.Concat(text.Split('\n').Select(static line => $"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")) + "</w:body></w:document>");
        }
        return output.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content);
    }
}
