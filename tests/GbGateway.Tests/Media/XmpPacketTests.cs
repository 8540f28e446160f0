using System.Text;
using System.Xml.Linq;
using GbGateway.Labels.Media;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Tests.Media;

public sealed class XmpPacketTests
{
    private const string Before = "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        + " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n  <rdf:Description rdf:about=\"uuid:1\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";
    private const string Inside = ">\n   <dc:creator><rdf:Seq><rdf:li>A &amp; B</rdf:li></rdf:Seq></dc:creator>";
    private const string After = "\n  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n      \n<?xpacket end=\"w\"?>";

    public static TheoryData<string> Shapes =>
    [
        Before + " xmlns:TC260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\" TC260:AIGC=\"{&quot;Label&quot;:&quot;1&quot;}\"" + Inside + After,
        Before + " xmlns:C260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\" TC260:AIGC='{\"Label\":\"1\"}'" + Inside + After,
        Before + Inside + "\n   <TC260:AIGC>{&quot;Label&quot;:&quot;1&quot;}</TC260:AIGC>" + After,
        Before + Inside + "\n   <TC260:AIGC><![CDATA[{\"Label\":\"1\"}]]></TC260:AIGC>" + After,
        Before + Inside + "\n   <x1:AIGC xmlns:x1='http://www.tc260.org.cn/ns/AIGC/1.0/'>{&#34;Label&#x22;:\"1\"}</x1:AIGC>" + After,
        Before + Inside + "\n   <TC260:AIGC rdf:parseType=\"Resource\"><rdf:value>{\"Label\":\"1\"}</rdf:value></TC260:AIGC>" + After,
        Before + Inside + "\n   <!-- > --><AIGC><rdf:Alt><rdf:li xml:lang=\"x-default\">{\"Label\":\"1\"}</rdf:li></rdf:Alt></AIGC>" + After,
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_label_of_any_shape_is_found_and_replaced_and_the_rest_keeps_its_bytes(string packet)
    {
        var found = new List<FoundLabel>();
        XmpPacket.Find(Encoding.UTF8.GetBytes(packet), "XMP", found);
        Assert.Equal("1", Assert.Single(found).Metadata?.Label);

        var written = Encoding.UTF8.GetString(XmpPacket.SetLabel(Encoding.UTF8.GetBytes(packet), Orders.Metadata));
        found.Clear();
        XmpPacket.Find(Encoding.UTF8.GetBytes(written), "XMP", found);
        Assert.Equal(Orders.Metadata, Assert.Single(found).Metadata);
        Assert.StartsWith(Before, written, StringComparison.Ordinal);
        Assert.Contains("<dc:creator><rdf:Seq><rdf:li>A &amp; B</rdf:li></rdf:Seq></dc:creator>", written, StringComparison.Ordinal);
        Assert.Contains("rdf:about=\"uuid:1\" xmlns:TC260=", written, StringComparison.Ordinal);
        Assert.EndsWith(" </rdf:RDF>\n</x:xmpmeta>\n      \n<?xpacket end=\"w\"?>"[1..], written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_without_label_gains_one_and_loses_nothing()
    {
        var packet = Encoding.UTF8.GetBytes(Before + Inside + After);
        var written = XmpPacket.SetLabel(packet, Orders.Metadata);

        Assert.Equal(packet, Without(written));

        static byte[] Without(byte[] written)
        {
            var text = Encoding.UTF8.GetString(written);
            var start = text.IndexOf("<rdf:Description rdf:about=\"uuid:1\" xmlns:TC260", StringComparison.Ordinal);
            var end = text.IndexOf("</rdf:Description>", start, StringComparison.Ordinal) + "</rdf:Description>".Length;
            return Encoding.UTF8.GetBytes(text.Remove(start, end - start));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml at all")]
    [InlineData("<x:xmpmeta><rdf:RDF")]
    [InlineData("<rdf:RDF></rdf:RDF><TC260:AIGC>")]
    [InlineData("<a b='</rdf:RDF><rdf:RDF></rdf:RDF>")]
    public void What_is_no_packet_is_replaced_by_one(string packet)
    {
        var written = XmpPacket.SetLabel(Encoding.UTF8.GetBytes(packet), Orders.Metadata);
        var found = new List<FoundLabel>();
        XmpPacket.Find(written, "XMP", found);

        Assert.Equal(Orders.Metadata, Assert.Single(found).Metadata);
    }

    [Theory]
    [InlineData("<x:xmpmeta xmlns:x=\"a\"I<rdf:RDF xmlns:rdf=\"b\"><rdf:Description rdf:about=\"\"/></rdf:RDF></x:xmpmeta>")]
    [InlineData("<rdf:RDF><rdf:Description about=\"1\" & 2></rdf:Description></rdf:RDF>")]
    [InlineData("<x:xmpmeta><rdf:RDF></rdf:RDF>")]
    public void What_no_XML_reader_takes_is_replaced_by_what_every_reader_takes(string packet)
    {
        // A lenient scanner would find the label in it, other programs would not.
        var written = Encoding.UTF8.GetString(XmpPacket.SetLabel(Encoding.UTF8.GetBytes(packet), Orders.Metadata));

        var label = XDocument.Parse(written).Descendants(XName.Get("AIGC", "http://www.tc260.org.cn/ns/AIGC/1.0/")).Single();
        Assert.Equal(Orders.Metadata.ToInnerJson(), label.Value);
    }

    [Fact]
    public void A_packet_in_utf16_is_read_too()
    {
        var found = new List<FoundLabel>();
        XmpPacket.Find(Encoding.BigEndianUnicode.GetBytes("\uFEFF<rdf:RDF><TC260:AIGC>{\"Label\":\"2\"}</TC260:AIGC></rdf:RDF>"), "XMP", found);

        Assert.Equal("2", Assert.Single(found).Metadata?.Label);
    }

    [Fact]
    public void Cut_packets_never_throw()
    {
        var packet = Encoding.UTF8.GetBytes(Before + Inside + "<TC260:AIGC>{&quot;Label&quot;:&quot;1&quot;}</TC260:AIGC>" + After);
        for (var length = 0; length < packet.Length; length++)
        {
            var found = new List<FoundLabel>();
            XmpPacket.Find(XmpPacket.SetLabel(packet.AsSpan(0, length), Orders.Metadata), "XMP", found);
            Assert.Equal(Orders.Metadata, Assert.Single(found).Metadata);
        }
    }
}
