namespace DeepML.Estimators;

/// <summary>Least squares of a few numbers.</summary>
internal static class LeastSquares
{
    private const int MostSteps = 60;
    private const double Difference = 1e-5; // of the range of a number, for slopes
    private const double Enough = 1e-10; // relative gain of a step below which the search ends

    /// <summary>The line through points: y = slope x + offset.</summary>
    /// <returns>Slope, offset, and the sum of squared distances; slope 0 if x never changes.</returns>
    public static (double Slope, double Offset, double Squares) Line(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (along, across, whole) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            along += (x[i] - meanX) * (x[i] - meanX);
            across += (x[i] - meanX) * (y[i] - meanY);
            whole += (y[i] - meanY) * (y[i] - meanY);
        }
        var slope = along > 0 ? across / along : 0;
        return (slope, meanY - (slope * meanX), Math.Max(0, whole - (slope * across)));
    }

    /// <summary>Levenberg's and Marquardt's method (J. SIAM 11, 1963) between bounds, with slopes by differences.</summary>
    /// <param name="residuals">Of the numbers.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="lower">Lower bounds.</param>
    /// <param name="upper">Upper bounds.</param>
    /// <returns>The numbers, and the sum of squared residuals there.</returns>
    public static (double[] Numbers, double Squares) Minimize(
        Func<double[], double[]> residuals, double[] start, double[] lower, double[] upper)
    {
        var at = start.ToArray();
        var rest = residuals(at);
        var squares = rest.Sum(r => r * r);
        for (var (step, damping) = (0, 1e-3); step < MostSteps && damping < 1e10; step++)
        {
            var slopes = Slopes(residuals, at, rest, lower, upper);
            var before = squares;
            for (; damping < 1e10; damping *= 4)
            {
                if (Step(slopes, rest, damping) is not { } move)
                    continue;
                var next = at.Select((value, i) => Math.Clamp(value - move[i], lower[i], upper[i])).ToArray();
                var nextRest = residuals(next);
                var nextSquares = nextRest.Sum(r => r * r);
                if (!(nextSquares < squares))
                    continue;
                (at, rest, squares) = (next, nextRest, nextSquares);
                damping = Math.Max(1e-9, damping / 10);
                break;
            }
            if (before - squares <= Enough * before)
                break;
        }
        return (at, squares);
    }

    /// <summary>The inverse of a symmetric positive matrix.</summary>
    /// <returns>Null if it has none.</returns>
    public static double[,]? Inverse(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var scale = Enumerable.Range(0, size).Select(i => Math.Sqrt(matrix[i, i])).ToArray();
        if (scale.Any(s => !(s > 0)))
            return null;
        var (left, right) = (new double[size, size], new double[size, size]);
        for (var i = 0; i < size; i++)
        {
            right[i, i] = 1;
            for (var j = 0; j < size; j++)
                left[i, j] = matrix[i, j] / (scale[i] * scale[j]);
        }
        for (var pivot = 0; pivot < size; pivot++)
        {
            if (!(left[pivot, pivot] > 1e-12)) // of 1 before the others were taken out
                return null;
            var factor = 1 / left[pivot, pivot];
            for (var column = 0; column < size; column++)
                (left[pivot, column], right[pivot, column]) = (left[pivot, column] * factor, right[pivot, column] * factor);
            for (var row = 0; row < size; row++)
            {
                var share = left[row, pivot];
                if (row == pivot || share == 0)
                    continue;
                for (var column = 0; column < size; column++)
                {
                    left[row, column] -= share * left[pivot, column];
                    right[row, column] -= share * right[pivot, column];
                }
            }
        }
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                right[i, j] /= scale[i] * scale[j];
        return right;
    }

    /// <summary>JᵀJ of slopes, one array per number.</summary>
    public static double[,] Products(double[][] slopes)
    {
        var products = new double[slopes.Length, slopes.Length];
        for (var i = 0; i < slopes.Length; i++)
            for (var j = 0; j <= i; j++)
                products[i, j] = products[j, i] = Dot(slopes[i], slopes[j]);
        return products;
    }

    private static double[][] Slopes(
        Func<double[], double[]> residuals, double[] at, double[] rest, double[] lower, double[] upper) =>
        [.. at.Select((value, i) =>
        {
            var width = Difference * (upper[i] - lower[i]);
            var moved = at.ToArray();
            moved[i] = value + width <= upper[i] ? value + width : value - width;
            var change = residuals(moved);
            for (var row = 0; row < change.Length; row++)
                change[row] = (change[row] - rest[row]) / (moved[i] - value);
            return change;
        })];

    private static double[]? Step(double[][] slopes, double[] rest, double damping)
    {
        var products = Products(slopes);
        for (var i = 0; i < slopes.Length; i++)
            products[i, i] = (products[i, i] * (1 + damping)) + double.Epsilon;
        if (Inverse(products) is not { } inverse)
            return null;
        var downhill = slopes.Select(slope => Dot(slope, rest)).ToArray();
        return [.. downhill.Select((_, i) => downhill.Select((value, j) => inverse[i, j] * value).Sum())];
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
