namespace GbGateway.Labels.Verification.Containers;

/// <summary>The readers, in the order they are asked; texts last, since anything can be one.</summary>
internal static class CarrierReaders
{
    public static IReadOnlyList<CarrierReader> All { get; } =
    [
        new PngCarriers(), new JpegCarriers(), new GifCarriers(), new RiffCarriers(), new TiffCarriers(), new IsoCarriers(),
        new FlacCarriers(), new OggCarriers(), new Mp3Carriers(), new MatroskaCarriers(), new FlvCarriers(), new PdfCarriers(), new OoxmlCarriers(),
        new Texts.HtmlCarriers(), new Texts.JsonCarriers(), new Texts.EventStreamCarriers(), new Texts.MarkdownCarriers(),
    ];

    /// <summary>The reader of a file, or null.</summary>
    public static CarrierReader? Find(ReadOnlySpan<byte> file)
    {
        foreach (var reader in All)
        {
            if (reader.Matches(file))
            {
                return reader;
            }
        }
        return null;
    }
}
