using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Decides by a row's identity whether it is held out, so that every pass over a stream, in any order, decides alike.</summary>
/// <param name="fraction">Share of the rows to hold out, in (0, 1).</param>
/// <param name="seed">Fixes the choice.</param>
internal sealed class RowSplit(double fraction, int seed)
{
    private readonly ulong _limit = (ulong)(fraction * ulong.MaxValue);

    /// <summary>Whether a row is held out.</summary>
    public bool IsHeldOut(DataViewRowId id) => Mixing.Next(id.Low + Mixing.Next(id.High + Mixing.Next((uint)seed))) < _limit;
}
