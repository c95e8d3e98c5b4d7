using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// A quick classifier: softmax regression with a small ridge penalty, by Nesterov's accelerated gradient over all rows at once.
/// </summary>
internal static class SoftmaxProbe
{
    private const int Steps = 300;
    private const int PowerSteps = 20;

    /// <summary>Learns from rows, and tells the classes of others.</summary>
    /// <param name="rows">(rows, features), at about deviation 1.</param>
    /// <param name="classes">(rows), int64.</param>
    /// <param name="count">Number of classes.</param>
    /// <param name="asked">(others, features).</param>
    /// <returns>Per other row its class.</returns>
    public static long[] Classify(Tensor rows, Tensor classes, int count, Tensor asked)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var inputs = WithOne(rows); // (rows, features + 1)
        var transposed = inputs.t().contiguous(); // (features + 1, rows)
        var wanted = nn.functional.one_hot(classes, count).to(rows.dtype); // (rows, classes)
        var number = inputs.size(0);
        var penalty = 1.0 / number;
        var rate = 1 / ((Curvature(inputs, transposed) / 2) + penalty); // softmax bends no more than half of the squares
        var weights = zeros(inputs.size(1), count); // (features + 1, classes)
        var ahead = weights.clone();
        for (var step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            var slope = transposed.mm(inputs.mm(ahead).softmax(1) - wanted).Over(number).Plus(ahead, penalty);
            var next = ahead.Plus(slope, -rate);
            ahead.copy_(next.Plus(next - weights, step / (step + 3.0)));
            weights.copy_(next);
        }
        return WithOne(asked).mm(weights).argmax(1).ReadAll<long>();
    }

    // Largest eigenvalue of the mean square, by the power method.
    private static double Curvature(Tensor inputs, Tensor transposed)
    {
        var direction = ones(inputs.size(1), 1);
        var length = 1.0;
        for (var step = 0; step < PowerSteps; step++)
        {
            direction = transposed.mm(inputs.mm(direction)).Over(inputs.size(0));
            length = direction.norm().Read<float>();
            direction = direction.Over(Math.Max(length, 1e-12));
        }
        return length;
    }

    private static Tensor WithOne(Tensor rows) => cat([rows, ones(rows.size(0), 1)], 1);
}
