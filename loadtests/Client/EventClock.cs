using System.Diagnostics;

namespace GbGateway.Load.Client;

/// <summary>Finds upstream's time stamps in a stream, wherever it was cut, and notes how long each event took.</summary>
public sealed class EventClock
{
    private const int Digits = 16;

    private readonly byte[] _carried = new byte[128];
    private int _length;
    private long _last;

    /// <summary>Text events of this answer so far.</summary>
    public int Events { get; private set; }

    private static ReadOnlySpan<byte> Mark => "\"t:"u8;

    /// <summary>Begins a new answer.</summary>
    public void Reset() => (_length, _last, Events) = (0, 0, 0);

    /// <summary>Notes the events in the next piece of a body.</summary>
    /// <param name="piece">The bytes that just arrived.</param>
    /// <param name="due">When the request was due.</param>
    /// <param name="figures">Takes the times, or null while warming up.</param>
    public void Observe(ReadOnlySpan<byte> piece, long due, Figures? figures)
    {
        var now = Stopwatch.GetTimestamp();
        if (_length > 0)
        {
            // A stamp may lie across the cut: look at it with as much of this piece as it can need.
            var more = Math.Min(piece.Length, Mark.Length + Digits);
            piece[..more].CopyTo(_carried.AsSpan(_length));
            var joined = _carried.AsSpan(0, _length + more);
            if (joined.IndexOf(Mark) is var at and >= 0 && at < _length && at + Mark.Length + Digits <= joined.Length)
            {
                Note(joined.Slice(at + Mark.Length, Digits), now, due, figures);
            }
            _length = 0;
        }
        while (piece.IndexOf(Mark) is var at and >= 0 && at + Mark.Length + Digits <= piece.Length)
        {
            Note(piece.Slice(at + Mark.Length, Digits), now, due, figures);
            piece = piece[(at + Mark.Length + Digits)..];
        }
        var kept = piece[^Math.Min(piece.Length, Mark.Length + Digits - 1)..];
        kept.CopyTo(_carried);
        _length = kept.Length;
    }

    private void Note(ReadOnlySpan<byte> digits, long now, long due, Figures? figures)
    {
        if (!long.TryParse(digits, out var written) || written == 0)
        {
            return; // events without text carry no time
        }
        Events++;
        if (figures is not null)
        {
            Figures.Note(figures.EventDelay, (now % 10_000_000_000_000_000) - written);
            Figures.Note(_last == 0 ? figures.FirstEvent : figures.EventGap, now - (_last == 0 ? due : _last));
        }
        _last = now;
    }
}
