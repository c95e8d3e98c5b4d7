using Microsoft.ML;

namespace DeepML.Estimators.Tests.Control;

[TestClass]
public sealed class ForecastProcessTests
{
    private static readonly ProcessModel Plant = new(2, 6, 1, measuredAtRest: 20, outputAtRest: 10);

    [TestMethod]
    public void A_controller_tuned_to_a_network_holds_the_process_that_the_network_has_learned()
    {
        using var network = Learn();
        var process = new ForecastProcess(network, stepTime: 1, outputAtRest: 10, measuredNear: 20);
        Assert.AreEqual(20, process.MeasuredAtRest, 1);
        var simulation = process.Start(1);
        Assert.AreEqual(process.MeasuredAtRest, simulation.Advance(10), 0.05);
        var report = PidTuning.Tune(process, new PidTuningOptions { Trials = 40, SetPointStep = 4, Duration = 60, TestStep = 3 });
        var described = report.Processes[0];
        Assert.AreEqual(2, described.Gain, 0.4, described.ToString());
        Assert.AreEqual(7, described.TimeConstant + described.SecondTimeConstant + described.DeadTime, 2, described.ToString());

        var settings = report.Best.Settings;
        var onPlant = LoopSimulation.Run(Plant, new PidController(settings, 1), 1, 60, 4, 0, 4).Quality;
        Assert.IsLessThan(0.25, onPlant.Overshoot, report.ToString());
        Assert.IsLessThan(30, onPlant.SettlingTime, report.ToString());
        var foretold = report.Best.SetPoint;
        Assert.AreEqual(foretold.Iae, onPlant.Iae, 0.5 * foretold.Iae);
    }

    [TestMethod]
    public void Steps_of_another_length_and_forecasters_with_other_columns_are_refused()
    {
        using var network = Learn(epochs: 1);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new ForecastProcess(network, 0, double.NaN, 20)).Message, "stepTime is 0");
        using var plain = Learn(epochs: 1, knowsOutput: false);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new ForecastProcess(plain, 1, 10, 20)).Message, "one past column");
    }

    // An output that is held for a while at one level after the other.
    private static RecurrentForecastTransformer Learn(int epochs = 30, bool knowsOutput = true)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var simulation = Plant.Start(1);
        var (measured, output) = (20.0, 10.0);
        var rows = Enumerable.Range(0, 700).Select(i =>
        {
            output = i % 12 == 0 ? 6 + (8 * random.NextDouble()) : output;
            var row = new Row { Measured = (float)(measured + (0.02 * LoopRow.Normal(random))), Output = (float)output };
            measured = simulation.Advance(output);
            return row;
        }).ToArray();
        var options = new RecurrentForecastOptions
        {
            WindowSize = 8,
            Horizon = 1,
            PastColumnNames = knowsOutput ? ["Output"] : [],
            SeasonalPeriod = 0,
            Safeguard = false,
            InstanceScaling = InstanceScaling.None,
            Encoder = new LstmEncoder { HiddenSize = 12 },
            Transformation = SeriesTransformation.None,
        };
        options = options with { Training = options.Training with { Epochs = epochs } };
        return ml.Forecasting.ForecastByRecurrentNetwork("Next", "Measured", options).Fit(ml.Data.LoadFromEnumerable(rows));
    }

    private sealed class Row
    {
        public float Measured { get; set; }

        public float Output { get; set; }
    }
}
