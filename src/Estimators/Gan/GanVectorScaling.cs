using System.Runtime.InteropServices;
using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>How the numbers of vectors are scaled for the players, as the options ask for it.</summary>
/// <param name="options">The options.</param>
/// <param name="chosen">Receives what was chosen for <see cref="NetworkInputScaling.Automatic"/>.</param>
internal sealed class GanVectorScaling(GanAugmenterOptions options, ICollection<AutomaticChoice> chosen)
{
    private const string Option = nameof(GanAugmenterOptions.InputScaling);

    /// <summary>Whether the players see numbers in [-1, 1].</summary>
    public bool IsBounded => options.InputScaling is not (NetworkInputScaling.Standard or NetworkInputScaling.None);

    /// <summary>What learns it from a vector.</summary>
    public VectorShape Shape => new(
        options.InputScaling switch
        {
            NetworkInputScaling.Standard => VectorRange.Standard,
            NetworkInputScaling.None => VectorRange.AsGiven,
            _ => VectorRange.Bounded,
        },
        options.Picture is not null, Curves);

    /// <summary>Refuses, or tells of, a scaling where there is no vector.</summary>
    /// <param name="cells">The columns.</param>
    /// <exception cref="ArgumentException">The options ask for one.</exception>
    public void Check(IEnumerable<ColumnCells> cells)
    {
        if (cells.Any(column => column is VectorCells))
            return;
        if (options.InputScaling != NetworkInputScaling.Automatic)
            throw new ArgumentException(
                $"{Option} is {options.InputScaling}, but no column that is learned is a vector: the numbers of a table are not "
                + "scaled, each "
                + $"column has a mixture of Gaussians ({nameof(options.MaximumModes)}). Leave it Automatic.");
        chosen.Add(new AutomaticChoice(Option, "None", "no vector is learned; each number column has a mixture of Gaussians"));
    }

    private VectorCurves? Curves(VectorCells cells)
    {
        if (options.InputScaling is not (NetworkInputScaling.Automatic or NetworkInputScaling.Robust))
            return null;
        if (options.Picture is not null)
        {
            chosen.Add(new AutomaticChoice(Option, "one range for all numbers", "they are the pixels of pictures"));
            return null;
        }
        using var scope = NewDisposeScope();
        var few = Math.Min(cells.Rows, ColumnProfile.MostRows);
        using var rows = new InMemoryBatches(tensor(
            CollectionsMarshal.AsSpan(cells.Numbers)[..(few * cells.Width)].ToArray(), [few, cells.Width]));
        var profile = ColumnProfile.Of(rows, cells.Width);
        var scales = options.InputScaling == NetworkInputScaling.Robust
            ? InputScaling.Choose(profile, NetworkInputScaling.Robust, chosen)!
            : InputScaling.OfEach(profile, chosen, "each number by its range, after a curve where it needs one", "without a curve");
        if (scales.Form != ScalingForm.Curved)
            return null;
        // A number without a curve goes by its own range alone, and one that never changes is not learned.
        bool IsCurved(int slot) => scales.Curves[slot] != ScalingCurve.Straight;
        float[] Where(float[] curved, float straight) => [.. curved.Select((value, slot) => IsCurved(slot) ? value : straight)];
        return new VectorCurves(
            Where(scales.Centres, 0), Where(scales.Factors, 1), scales.Floors,
            [.. scales.Curves.Select(curve => curve == ScalingCurve.InverseHyperbolicSine)]);
    }
}
