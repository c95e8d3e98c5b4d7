using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Decides by a row's identity whether it is held out, so that every pass over a stream, in any order, decides alike.</summary>
/// <param name="fraction">Share of the rows to hold out, in (0, 1).</param>
/// <param name="seed">Fixes the choice.</param>
internal sealed class RowSplit(double fraction, int seed)
{
    private readonly ulong _limit = (ulong)(fraction * ulong.MaxValue);

    /// <summary>Whether a row is held out.</summary>
    public bool IsHeldOut(DataViewRowId id) => Mix(id.Low + Mix(id.High + Mix((uint)seed))) < _limit;

    // The finalizer of splitmix64 (Steele, Lea and Flood, OOPSLA 2014): neighbouring numbers become unrelated ones.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
