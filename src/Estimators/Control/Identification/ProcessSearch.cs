namespace DeepML.Estimators;

/// <summary>
/// Finds the lags and the dead time whose response lies nearest to the measured values. Gain and rest follow from each by a line, so that
/// only the times are searched (variable projection: Golub and Pereyra, SIAM J. Numer. Anal. 10, 1973).
/// </summary>
/// <param name="record">The experiment.</param>
/// <param name="largestDeadTime">Longest dead time looked for.</param>
internal sealed class ProcessSearch(LoopRecord record, double largestDeadTime)
{
    private const int Starts = 5;
    private static readonly double[] Ratios = [0.1, 0.4, 0.9];

    private readonly double _shortest = Math.Log(record.SampleTime / 10);
    private readonly double _longest = Math.Log(2 * record.Duration);

    /// <summary>What was found.</summary>
    /// <param name="Model">The process.</param>
    /// <param name="Squares">Sum of its squared residuals.</param>
    public sealed record Found(ProcessModel Model, double Squares);

    /// <summary>Tries a grid of times, and goes downhill from the best of it.</summary>
    /// <param name="isSecond">Whether there are two lags.</param>
    /// <returns>Null if nothing answers to the controller output.</returns>
    public Found? Best(bool isSecond)
    {
        // logarithm of T1, dead time, T2 / T1
        double[] lower = isSecond ? [_shortest, 0, 0] : [_shortest, 0];
        double[] upper = isSecond ? [_longest, largestDeadTime, 1] : [_longest, largestDeadTime];
        var best = Grid(isSecond).OrderBy(start => Residuals(start).Sum(r => r * r)).Take(Starts)
            .Select(start => LeastSquares.Minimize(Residuals, start, lower, upper)).MinBy(found => found.Squares);
        var (first, second, deadTime) = Times(best.Numbers);
        var (gain, rest, squares) = LeastSquares.Line(record.Response(first, second, deadTime), record.Measured);
        return gain == 0 ? null : new Found(new ProcessModel(gain, first, deadTime, second, rest, record.OutputAtRest), squares);
    }

    private IEnumerable<double[]> Grid(bool isSecond)
    {
        for (var i = 0; i < 10; i++)
        {
            var time = _shortest + Math.Log(10) + ((_longest - _shortest - Math.Log(20)) * i / 9); // from a row to the experiment
            for (var j = 0; j < 10; j++)
            {
                var deadTime = j == 0 ? 0 : largestDeadTime * Math.Pow(0.6, 9 - j);
                if (!isSecond)
                    yield return [time, deadTime];
                else
                    foreach (var ratio in Ratios)
                        yield return [time, deadTime, ratio];
            }
        }
    }

    private double[] Residuals(double[] numbers)
    {
        var (first, second, deadTime) = Times(numbers);
        var response = record.Response(first, second, deadTime);
        var (gain, rest, _) = LeastSquares.Line(response, record.Measured);
        for (var i = 0; i < response.Length; i++)
            response[i] = record.Measured[i] - rest - (gain * response[i]);
        return response;
    }

    private static (double First, double Second, double DeadTime) Times(double[] numbers)
    {
        var first = Math.Exp(numbers[0]);
        return (first, numbers.Length > 2 ? numbers[2] * first : 0, numbers[1]);
    }
}
