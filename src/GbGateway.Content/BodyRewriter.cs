using System.Buffers;
using GbGateway.Labels;

namespace GbGateway.Content;

/// <summary>
/// Labels one response body: bytes in, bytes out, no stream, no clock. The output never depends on where the input was cut.
/// Not thread-safe; one exchange, one rewriter.
/// </summary>
public abstract class BodyRewriter : IDisposable
{
    /// <summary>How the body is framed.</summary>
    public abstract BodyKind Kind { get; }

    /// <summary>
    /// Whether a refusal can still be a clean error, so that the caller keeps the response head: until <see cref="Complete"/>, or until this
    /// becomes false on the way, because the first labelled bytes may leave. Never becomes true again.
    /// </summary>
    public abstract bool HoldsHead { get; }

    /// <summary>Pixels to ask a permit for after <see cref="RewriteStatus.NeedsPixels"/>.</summary>
    public long PixelsWanted { get; protected set; }

    /// <summary>Why the body can't be labelled, after <see cref="RewriteStatus.Refused"/>.</summary>
    public LabelReceipt? Refusal { get; protected set; }

    /// <summary>Whether text is held back that may still become a keyword.</summary>
    public virtual bool HoldsText => false;

    /// <summary>Why a body of a length that was announced would be refused; null if the length tells nothing.</summary>
    public virtual LabelReceipt? FindExcess(long length) => null;

    /// <summary>Takes a piece of the body.</summary>
    /// <param name="input">Any cut of the upstream's bytes.</param>
    /// <param name="output">Gets what may leave now.</param>
    /// <param name="consumed">Bytes taken; less than all only with <see cref="RewriteStatus.NeedsPixels"/>.</param>
    public abstract RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed);

    /// <summary>The upstream ended its body properly. After <see cref="RewriteStatus.NeedsPixels"/> it is called again.</summary>
    public abstract RewriteStatus Complete(IBufferWriter<byte> output);

    /// <summary>
    /// The body ends here, before its time: the upstream was cut or the content refused. Writes what a client needs to see of it in band: the
    /// label of text already sent, then the error. The caller breaks the response afterwards.
    /// </summary>
    /// <param name="output">Gets it.</param>
    /// <param name="why">
    /// What to say of an end that was decided here. Null where the upstream's connection broke: the client's breaks as well, and says so the way
    /// it would have without a gateway.
    /// </param>
    public abstract void Abort(IBufferWriter<byte> output, string? why = null);

    /// <summary>Writes a comment that says nothing but that the stream goes on, where the framing has one and a comment may stand here.</summary>
    public virtual bool TryWriteComment(IBufferWriter<byte> output) => false;

    /// <summary>Gives back what was rented.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what was rented.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
