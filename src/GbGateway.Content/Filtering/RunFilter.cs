using System.Buffers;

namespace GbGateway.Content.Filtering;

/// <summary>Filters one run of text: bytes in, bytes out, cut anywhere; what it writes doesn't depend on the cuts.</summary>
public abstract class RunFilter : IDisposable
{
    /// <summary>What was found so far.</summary>
    public abstract FilterVerdict Verdict { get; }

    /// <summary>Whether a hit with <see cref="FilterAction.Block"/> ended the run: nothing more is released.</summary>
    public bool Blocked { get; protected set; }

    /// <summary>Bytes taken in and not yet released, in the body's spelling.</summary>
    public abstract int Held { get; }

    /// <summary>Takes a piece of the run and writes what can be sent.</summary>
    public abstract FilterVerdict Push(ReadOnlySpan<byte> utf8Text, IBufferWriter<byte> release);

    /// <summary>Ends the run and writes the rest.</summary>
    public abstract FilterVerdict Flush(IBufferWriter<byte> release);

    /// <summary>Gives the buffers back.</summary>
    public abstract void Dispose();
}
