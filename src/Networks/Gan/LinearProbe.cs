using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// A small classifier in closed form: ridge regression on one-hot classes. It measures how well classes can be told apart.
/// </summary>
internal sealed class LinearProbe : IDisposable
{
    private readonly Tensor _weights; // (features + 1, classes)

    /// <summary>Learns from rows.</summary>
    /// <param name="rows">(rows, features).</param>
    /// <param name="classes">(rows, classes), one-hot.</param>
    /// <param name="ridge">Weight of the penalty, relative to the mean square of a feature.</param>
    public LinearProbe(Tensor rows, Tensor classes, double ridge = 0.01)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var inputs = WithOne(rows).to(float64); // (rows, features + 1)
        var squares = inputs.t().mm(inputs); // (features + 1, features + 1)
        var penalty = eye(inputs.size(1), dtype: float64, device: rows.device) * squares.trace()
            .Over(inputs.size(1)).Times(ridge).Plus(1e-9);
        _weights = linalg.solve(squares.Plus(penalty), inputs.t().mm(classes.to(float64))).to(rows.dtype).MoveToOuterDisposeScope();
        _weights.DetachFromDisposeScope();
    }

    /// <summary>The class of each row.</summary>
    /// <param name="rows">(rows, features).</param>
    /// <returns>(rows), int64.</returns>
    public Tensor Classify(Tensor rows) => WithOne(rows).mm(_weights).argmax(1);

    /// <summary>Share of rows that are given their own class.</summary>
    /// <param name="rows">(rows, features).</param>
    /// <param name="classes">(rows, classes), one-hot.</param>
    public double Accuracy(Tensor rows, Tensor classes)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        return Classify(rows).eq(classes.argmax(1)).to(float64).mean().Read<double>();
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    private static Tensor WithOne(Tensor rows) => cat([rows, ones(rows.size(0), 1, device: rows.device)], 1);
}
