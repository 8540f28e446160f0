using System.Buffers;
namespace GbGateway.Content.Bodies;
/// <summary>Placeholder while the family is built.</summary>
public sealed class NdjsonBody(Exchange exchange) : BodyRewriter
{
    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Ndjson;
    /// <inheritdoc/>
    public override bool HoldsHead => exchange is null;
    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed) { output.Write(input); consumed = input.Length; return RewriteStatus.Done; }
    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output) => RewriteStatus.Done;
    /// <inheritdoc/>
    public override void Abort(IBufferWriter<byte> output) { }
}
