using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML;

/// <summary>Scales numbers by what they are in their own series, learned where the chain is fitted.</summary>
/// <remarks>
/// A number that never moved in a series is only shifted (width 1), a missing one (NaN) stays missing, and a series that was not there in
/// fitting is scaled by all series together. A row needs no other rows: a prediction engine can do it.
/// </remarks>
[SavedAs("scaling")]
public sealed record SeriesScaling : SeriesOperation
{
    /// <summary>How they are scaled.</summary>
    /// <value>The default is <see cref="SeriesScalingMethod.Standard"/>.</value>
    public SeriesScalingMethod Method { get; init; } = SeriesScalingMethod.Standard;

    internal override bool IsRowWise => true;

    internal override void Validate(PartFaults faults) => faults.Defined(Method, nameof(Method));

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector) => [Like(output, slots, isVector)];

    internal override SeriesSurvey Survey(int slots) => new ScaleSurvey(Method, slots);

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales)
    {
        var at = scales!.PlaceOf(series);
        return new Scaling(scales.Centres[at], scales.Widths[at]);
    }

    private sealed class Scaling(double[] centres, double[] widths) : SeriesState
    {
        public override void Take(SeriesRow row)
        {
            for (var slot = 0; slot < centres.Length; slot++)
                row.Answers[slot] = (float)((row.Values[slot] - centres[slot]) / widths[slot]);
            row.IsKnown = true;
        }
    }
}
