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

    /// <summary>A PDF that other programs open: one page, a cross-reference table.</summary>
    public static byte[] RealPdf(string json, bool utf16 = false)
    {
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>",
            $"<< /Producer (test) /AIGC {Value(json, utf16)} >>",
        ];
        var text = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(text.Length);
            text.Append($"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = text.Length;
        text.Append($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append($"{offset:D10} 00000 n \n"));
        text.Append($"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>The same with a later revision, in which the Info dictionary says otherwise.</summary>
    public static byte[] Revise(byte[] pdf, string json)
    {
        var old = Encoding.Latin1.GetString(pdf);
        var previous = old[(old.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..].Split('\n')[0];
        var change = $"4 0 obj\n<< /Producer (test) /AIGC {Value(json, false)} >>\nendobj\n";
        return Encoding.Latin1.GetBytes(old + change
            + $"xref\n4 1\n{pdf.Length:D10} 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Info 4 0 R /Prev {previous} >>\nstartxref\n{pdf.Length + change.Length}\n%%EOF\n");
    }

    private static string Value(string json, bool utf16) => utf16
        ? "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(json)) + ">"
        : "(" + json.Replace("\\", "\\\\").Replace("(", "\\(").Replace(")", "\\)") + ")";

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
