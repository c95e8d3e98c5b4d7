using Microsoft.ML;

namespace DeepML.Transforms.Tests.Series.Aligning;

/// <summary>Clocks as they are read from files.</summary>
internal static class Clocks
{
    /// <summary>A clock for the readings' values, of one series.</summary>
    public static AlignDescription Of(TimeSpan every, SeriesAggregate aggregate = SeriesAggregate.Mean) => new(
        "Time", null, null, null, every.Ticks, [new AlignedColumn("Value", aggregate, AlignedKind.Single)], RowOrder.Sort,
        EqualTimes.Aggregate, 1000);

    /// <summary>The transformer of a clock.</summary>
    public static AlignSeriesTransformer Of(MLContext ml, AlignDescription description)
    {
        description.Check();
        return new AlignSeriesTransformer(ml, description, description.CreateNetwork(), TorchSharp.torch.CPU);
    }
}
