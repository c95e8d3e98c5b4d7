using Microsoft.ML;

namespace DeepML.Estimators.Tests.Control;

/// <summary>Experiments for the tests: processes by Euler's method in many small steps per row, which the library does not use.</summary>
internal sealed class LoopRow
{
    public double Time { get; set; }

    public double SetPoint { get; set; }

    public double Output { get; set; }

    public double Measured { get; set; }

    /// <summary>A set point that steps by 10 and back under a proportional controller, around 50 at an output of 30.</summary>
    public static LoopRow[] Experiment(
        double gain, double first, double second, double deadTime, double controllerGain, double noise, int count = 400, double step = 0.5,
        int seed = 1, double setPointStep = 10)
    {
        const int small = 200;
        var random = new Random(seed);
        var width = step / small;
        var delay = (int)Math.Round(deadTime / width);
        var (inputs, x1, x2) = (new List<double>(), 0.0, 0.0);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var setPoint = 50 + (i >= count / 10 && i < count * 11 / 20 ? setPointStep : 0);
            var measured = 50 + (gain * (second > 0 ? x2 : x1)) + (noise * Normal(random));
            var output = 30 + (controllerGain * (setPoint - measured));
            for (var k = 0; k < small; k++)
            {
                inputs.Add(output - 30);
                var input = inputs.Count > delay ? inputs[inputs.Count - 1 - delay] : 0;
                var before = x1;
                x1 += width * (input - x1) / first;
                x2 += second > 0 ? width * (((before + x1) / 2) - x2) / second : 0;
            }
            return new LoopRow { Time = 100 + (i * step), SetPoint = setPoint, Output = output, Measured = measured };
        })];
    }

    public static IDataView View(IEnumerable<LoopRow> rows) => new MLContext(seed: 1).Data.LoadFromEnumerable(rows.ToArray());

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
