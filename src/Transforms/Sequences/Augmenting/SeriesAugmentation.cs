using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>
/// Copies of series, or of sounds, with noise, of other size, at other times, speeds or pitch (Um et al., ICMI 2017, arXiv:1706.00527).
/// Each is drawn evenly, up and down alike, from none to the most that is set.
/// </summary>
/// <remarks>What a change must not be depends on the data: a series whose class is its size must not be scaled.</remarks>
[SavedAs("series")]
public sealed record SeriesAugmentation : RowAugmentation
{
    /// <summary>Numbers per step.</summary>
    /// <value>At least 1; null (the default) takes the last dimension of a vector of several dimensions, else 1.</value>
    public int? StepSize { get; init; }

    /// <summary>Deviation of normal noise, as a share of the deviation of each of a step's numbers over the series.</summary>
    /// <value>In [0, 10]; the default is 0.1.</value>
    public double Noise { get; init; } = 0.1;

    /// <summary>The most by which numbers grow, as a share of them: a series by one factor from 1 / (1 + this) to 1 + this.</summary>
    /// <value>In [0, 10]; the default is 0.1.</value>
    public double Scale { get; init; } = 0.1;

    /// <summary>The most by which a series is later or earlier, as a share of its steps; its first or last one fills the rest.</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Shift { get; init; }

    /// <summary>
    /// How unevenly time goes, between its first and its last step: the deviation of the logarithm of the speed at four places.
    /// </summary>
    /// <value>In [0, 2]; the default is 0.</value>
    public double TimeWarp { get; init; }

    /// <summary>
    /// The most by which a series is faster or slower, as a share of its speed, with fewer or more steps. A vector of known size is cut at
    /// its end or goes on with its last step.
    /// </summary>
    /// <value>In [0, 4]; the default is 0.</value>
    public double Speed { get; init; }

    /// <summary>The most by which the pitch of a sound is higher or lower, in semitones; it lasts as long. One number per step.</summary>
    /// <value>In [0, 24]; the default is 0.</value>
    public double Pitch { get; init; }

    internal override InputColumn Column(string name) => new SequenceColumn(name, "input", stepSize: StepSize, mayBeKeys: false);

    internal override IDataView Changed(IDataView source, string column, int seed)
    {
        var type = (VectorDataViewType)source.Schema[column].Type;
        var size = StepSize ?? (type.Dimensions.Length > 1 ? Math.Max(1, type.Dimensions[^1]) : 1);
        if (Pitch > 0 && size > 1)
            throw new InvalidOperationException(
                FormattableString.Invariant($"Column '{column}' has {size} numbers per step, and Pitch is {Pitch}; it must be 0 but for ")
                    + "sounds, which have one.");
        return new ChangedRows<VBuffer<float>>(
            source, column, (ref VBuffer<float> series, Random random, long row) =>
            {
                if (series.Length % size != 0)
                    throw new InvalidOperationException(
                        $"Column '{column}' holds {series.Length} numbers in row {row}; that is no multiple of the step size {size}.");
                if (series.Length == 0)
                    return;
                var values = Changed([.. series.DenseValues()], size, type.IsKnownSize, random);
                series = new VBuffer<float>(values.Length, values);
            },
            seed);
    }

    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        if (StepSize is { } size)
            faults.AtLeast(size, 1, nameof(StepSize));
        faults.InRange(Noise, 0, 10, nameof(Noise));
        faults.InRange(Scale, 0, 10, nameof(Scale));
        faults.InHalfOpenRange(Shift, 0, 1, nameof(Shift));
        faults.InRange(TimeWarp, 0, 2, nameof(TimeWarp));
        faults.InRange(Speed, 0, 4, nameof(Speed));
        faults.InRange(Pitch, 0, 24, nameof(Pitch));
        if (Pitch > 0 && StepSize > 1)
            faults.Add(nameof(Pitch), Pitch, $"0 where {nameof(StepSize)} is above 1");
        if (Noise == 0 && Scale == 0 && Shift == 0 && TimeWarp == 0 && Speed == 0 && Pitch == 0)
            faults.Add(nameof(Noise), Noise, "above 0, or another change: nothing would be changed");
    }

    private float[] Changed(float[] series, int size, bool keepsSize, Random random)
    {
        var steps = series.Length / size;
        if (Pitch > 0)
            series = PitchShift.By(series, Pitch * Evenly(random));
        if (Speed > 0)
        {
            var speed = Factor(Speed, random);
            var others = Math.Max(1, (int)Math.Round(steps / speed));
            series = keepsSize
                ? StepChanges.At(series, size, [.. Enumerable.Range(0, steps).Select(step => step * speed)])
                : StepChanges.Resampled(series, size, others);
            steps = series.Length / size;
        }
        if (TimeWarp > 0)
            series = StepChanges.Warped(series, size, TimeWarp, random);
        if (Shift > 0)
        {
            var later = Math.Round(Shift * steps * Evenly(random));
            series = StepChanges.At(series, size, [.. Enumerable.Range(0, steps).Select(step => step - later)]);
        }
        if (Scale > 0)
        {
            var factor = Factor(Scale, random);
            series = Array.ConvertAll(series, number => (float)(number * factor));
        }
        if (Noise > 0)
            StepChanges.AddNoise(series, size, Noise, random);
        return series;
    }

    private static double Evenly(Random random) => (2 * random.NextDouble()) - 1;

    private static double Factor(double most, Random random) => Math.Exp(Math.Log(1 + most) * Evenly(random));
}
