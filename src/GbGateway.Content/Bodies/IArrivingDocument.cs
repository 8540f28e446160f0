using System.Buffers;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>What an <see cref="ArrivingPicture"/> asks about the document it stands in: a whole answer, or an event of a stream.</summary>
internal interface IArrivingDocument
{
    /// <summary>Plans the beginning of the document, up to a picture's string that is labelled while it comes.</summary>
    /// <param name="json">The bytes up to the string's content, and an end put behind them to make a document.</param>
    /// <param name="from">What stands before has left.</param>
    /// <param name="picture">Where the string's content begins.</param>
    /// <returns>False if what comes later decides about what stands before, or if it may not leave: the whole document will show.</returns>
    public bool TryPlanHead(ReadOnlySpan<byte> json, int from, int picture);

    /// <summary>Writes what was planned, or as much of it as there are permits for.</summary>
    public RewriteStatus Apply(ReadOnlySpan<byte> json, IBufferWriter<byte> output, out LabelReceipt? refusal);
}
