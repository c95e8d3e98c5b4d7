using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Forecasting;

/// <summary>Forecasters whose networks are set by hand: what they say is a weighted sum of the window.</summary>
internal static class Forecasters
{
    /// <summary>Windows of two values, one step ahead.</summary>
    public static readonly SeriesWindowing Plain = new(
        2, 1, SeriesDifferencing.None, 0, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, Mask: false, 0, [], null);

    /// <summary>A network that continues the line through the last two values.</summary>
    public static RecurrentForecastNetwork Line() => Network(Plain, 1, [[0]], [-1, 2]);

    /// <summary>A network that answers with the same numbers, whatever it has seen, and with a weighted sum of the window on top.</summary>
    /// <param name="windowing">The windows.</param>
    /// <param name="answers">Answers of each step.</param>
    /// <param name="constants">Of each member the answers, step by step.</param>
    /// <param name="weights">Of each answer the weights of the window; null for none.</param>
    public static RecurrentForecastNetwork Network(
        SeriesWindowing windowing, int answers, float[][] constants, float[]? weights = null)
    {
        var network = new RecurrentForecastNetwork(new RecurrentForecastArchitecture(
            new RecurrentStackArchitecture(new ElmanEncoder { HiddenSize = 1 }, windowing.Channels), windowing.WindowSize,
            windowing.Horizon, windowing.FutureNumbers, answers, LinearSkip: true, constants.Length));
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.zero_();
        for (var member = 0; member < constants.Length; member++)
        {
            Set(network, $"member{member}.head.bias", constants[member]);
            if (weights is not null)
                Set(network, $"member{member}.skip.weight", weights);
            if (windowing.FutureNumbers > 0)
            {
                // tanh of the number that is known of the step is added to its answer
                Set(network, $"member{member}.ahead.weight", [0, 1]);
                Set(network, $"member{member}.effect.weight", [1]);
            }
        }
        return network;
    }

    /// <summary>A series of these values in rows 0, 1, 2 …</summary>
    public static SeriesHistory History(string name, params float[] values)
    {
        var series = new SeriesHistory(name);
        for (var row = 0; row < values.Length; row++)
            series.Add(new SeriesObservation(name, values[row], null, [], row));
        return series;
    }

    /// <summary>What a model remembers of a series whose numbers are not scaled.</summary>
    public static SavedSeries Remembered(string name, params float[] values) =>
        SavedSeries.Of(History(name, values), new SeriesScale(0, 1), null);

    /// <summary>What a fit would have left.</summary>
    public static RecurrentForecastDescription Describe(
        RecurrentForecastNetwork network, SavedSeries[] series, int horizon = 3, SeriesWindowing? windowing = null,
        ForecastColumns? columns = null, ForecastDistribution? distribution = null, SeriesGaps? gaps = null) => new(
        columns ?? new ForecastColumns("Ahead", null, null, new SeriesColumns("Value", null, null, [], [])), horizon,
        (RecurrentForecastArchitecture)network.Architecture, windowing ?? Plain,
        new ForecastSpread(distribution ?? new PointForecast(), 0.95), gaps ?? new SeriesGaps(GapHandling.Fill, 2, 0), series,
        new TrainingHistory());

    /// <summary>A forecaster that continues lines three steps ahead, and remembers one series that ended with these values.</summary>
    public static RecurrentForecastTransformer OfLines(MLContext ml, params float[] remembered)
    {
        var network = Line();
        return new RecurrentForecastTransformer(ml, Describe(network, [Remembered("", remembered)]), network, CPU);
    }

    private static void Set(nn.Module network, string name, float[] numbers)
    {
        var weight = network.named_parameters().Single(parameter => parameter.name == name).parameter;
        using var given = tensor(numbers, weight.shape);
        weight.copy_(given);
    }
}
