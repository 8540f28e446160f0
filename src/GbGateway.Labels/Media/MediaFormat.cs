using System.Buffers;

namespace GbGateway.Labels.Media;

/// <summary>One container of pictures or sound. The family is listed in <see cref="MediaFormats"/>.</summary>
public abstract class MediaFormat
{
    /// <summary>Bytes of a file's head that <see cref="Matches"/> needs.</summary>
    public const int HeadLength = 32;

    /// <summary>Lower-case name, as in metrics and receipts: <c>png</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The media type: <c>image/png</c>.</summary>
    public abstract string ContentType { get; }

    /// <summary>Whether a file begins like this format. <paramref name="head"/> holds the first <see cref="HeadLength"/> bytes, or the whole file if shorter.</summary>
    public abstract bool Matches(ReadOnlySpan<byte> head);

    /// <summary>Reads size, frames and orientation from the header only; never decodes, never throws.</summary>
    /// <returns>False if the header is malformed or incomplete.</returns>
    public abstract bool TryReadFacts(ReadOnlySpan<byte> file, out MediaFacts facts);

    /// <summary>Writes the ordered labels into a copy of <paramref name="file"/>. The caps of the order have been checked by <see cref="MediaLabeler"/>.</summary>
    /// <remarks>Hostile bytes give a receipt, never an exception. What was written counts only if the receipt says <see cref="LabelOutcome.Labelled"/>.</remarks>
    public abstract LabelReceipt WriteLabels(ReadOnlyMemory<byte> file, LabelOrder order, IBufferWriter<byte> output);

    /// <summary>Opens a stream that labels a file of this format while it arrives.</summary>
    /// <param name="order">The order.</param>
    /// <param name="maxHeld">Most bytes held until the label's rows are there.</param>
    /// <returns>Null where format or order need the whole file.</returns>
    public virtual PictureStream? OpenStream(LabelOrder order, int maxHeld) => null;

    /// <summary>Adds every AIGC label found in the file, in whatever carrier, valid or not.</summary>
    public abstract void FindImplicitLabels(ReadOnlySpan<byte> file, List<FoundLabel> found);
}
