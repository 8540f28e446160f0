using System.Runtime.CompilerServices;

namespace GbGateway.Content.Filtering;

/// <summary>
/// State of a scan between two pieces of a text. The text held back is the rest of it: a scan goes on by reading those few bytes again.
/// </summary>
public struct ScanState
{
    /// <summary>Automata a set may have: one for each choice of foldings, doubled where some entries only observe.</summary>
    public const int MaxGroups = 8;

    internal GroupStates Groups;

    /// <summary>Tells the state that the first bytes of the window are dropped.</summary>
    /// <param name="bytes">Not more than the last scan's <see cref="ScanResult.Live"/>.</param>
    public void Drop(int bytes)
    {
        for (int i = 0; i < MaxGroups; i++)
        {
            Groups[i].From -= bytes;
            Groups[i].Read -= bytes;
        }
    }

    [InlineArray(MaxGroups)]
    internal struct GroupStates
    {
        private GroupState _first;
    }
}
