using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>
/// What an experiment tells of the numbers of a process: the inverse of the Fisher information of white noise, by the slopes of the
/// response. T1 and T2 enter by sum and product, which are told apart even where both are equal.
/// </summary>
internal sealed class ProcessInformation
{
    private const double Difference = 1e-4;

    private readonly ProcessModel _model;
    private readonly double[,]? _covariance; // of K, rest, T1 + T2, τ, and T1 T2 for two lags

    /// <param name="model">The process.</param>
    /// <param name="record">The experiment; its measured values are not read.</param>
    /// <param name="noise">Standard deviation of the noise.</param>
    /// <param name="isSecond">Whether there are two lags.</param>
    public ProcessInformation(ProcessModel model, LoopRecord record, double noise, bool isSecond)
    {
        _model = model;
        var (sum, product) = (model.TimeConstant + model.SecondTimeConstant, model.TimeConstant * model.SecondTimeConstant);
        var response = record.Response(model.TimeConstant, model.SecondTimeConstant, model.DeadTime);
        var slopes = new List<double[]>
        {
            response,
            Enumerable.Repeat(1.0, record.Count).ToArray(),
            Slope(sum * (1 + Difference), product, model.DeadTime, sum * Difference),
            Slope(sum, product, model.DeadTime + (sum * Difference), sum * Difference),
        };
        var change = (product > 0 ? -1 : 1) * Math.Max(product, sum * sum / 100) * Difference;
        if (isSecond) // downwards: above a quarter of the sum's square there are no lags with that product
            slopes.Add(Slope(sum, product + change, model.DeadTime, change));
        _covariance = LeastSquares.Inverse(LeastSquares.Products([.. slopes]));
        for (var i = 0; i < slopes.Count; i++)
            for (var j = 0; _covariance is not null && j < slopes.Count; j++)
                _covariance[i, j] *= noise * noise;

        double[] Slope(double atSum, double atProduct, double deadTime, double width)
        {
            var root = Math.Sqrt(Math.Max(0, (atSum * atSum) - (4 * atProduct)));
            var moved = record.Response((atSum + root) / 2, isSecond ? (atSum - root) / 2 : 0, deadTime);
            for (var i = 0; i < moved.Length; i++)
                moved[i] = model.Gain * (moved[i] - response[i]) / width;
            return moved;
        }
    }

    /// <summary>Standard error of K.</summary>
    public double GainError => Error(0);

    /// <summary>Standard error of T1 + T2.</summary>
    public double TimeConstantSumError => Error(2);

    /// <summary>Standard error of τ.</summary>
    public double DeadTimeError => Error(3);

    /// <summary>Standard errors of T1 and T2, by the slopes of the roots of s² T1 T2 + s (T1 + T2) + 1.</summary>
    public (double First, double Second) TimeConstantErrors()
    {
        if (_covariance is null || _covariance.GetLength(0) < 5)
            return (TimeConstantSumError, double.NaN);
        var (sum, root) = (_model.TimeConstant + _model.SecondTimeConstant, _model.TimeConstant - _model.SecondTimeConstant);
        if (root == 0)
            return (double.PositiveInfinity, double.PositiveInfinity);
        return (Along((1 + (sum / root)) / 2, -1 / root), Along((1 - (sum / root)) / 2, 1 / root));

        double Along(double bySum, double byProduct) => Math.Sqrt(Math.Max(0, (bySum * bySum * _covariance[2, 2])
            + (2 * bySum * byProduct * _covariance[2, 4]) + (byProduct * byProduct * _covariance[4, 4])));
    }

    /// <summary>A number with its interval.</summary>
    /// <param name="value">The number.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="level">Level of confidence.</param>
    /// <param name="freedom">Rows less numbers that were fitted.</param>
    public static ParameterEstimate Estimate(double value, double error, double level, int freedom)
    {
        var half = QuantileFunctions.StudentT(level, freedom) * error;
        return new ParameterEstimate(value, error, value - half, value + half);
    }

    private double Error(int place) => _covariance is null ? double.PositiveInfinity : Math.Sqrt(_covariance[place, place]);
}
