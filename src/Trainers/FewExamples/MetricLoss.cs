using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// What vectors are learned by, of batches with several rows of each of their classes: <see cref="TripletLoss"/> or
/// <see cref="ContrastiveLoss"/>.
/// </summary>
public abstract record MetricLoss
{
    private const double Nearest = 1e-12; // squared; at 0 a distance has no slope

    private protected MetricLoss()
    {
    }

    /// <summary>Notes what is wrong with its own numbers.</summary>
    internal abstract void Validate(OptionFaults faults, string name);

    /// <summary>The loss of a batch.</summary>
    /// <param name="distances">(rows, rows), Euclidean.</param>
    /// <param name="alike">(rows, rows), bool: whether both are of one class; a row is like itself.</param>
    /// <returns>0-d; it has a graph to the distances, also where it is 0.</returns>
    internal abstract Tensor Mean(Tensor distances, Tensor alike);

    /// <summary>The Euclidean distance of every two rows.</summary>
    /// <param name="rows">(rows, numbers).</param>
    /// <returns>(rows, rows).</returns>
    internal static Tensor Distances(Tensor rows)
    {
        var squares = rows.Squared().sum(1L); // (rows)
        var apart = squares.unsqueeze(1).Plus(squares.unsqueeze(0)).Plus(rows.mm(rows.t()), -2);
        return apart.clamp_min(Numbers.Kept(Nearest)).sqrt();
    }

    /// <summary>Whether every two rows are of one class.</summary>
    /// <param name="classes">(rows), int64.</param>
    /// <returns>(rows, rows), bool.</returns>
    internal static Tensor AreAlike(Tensor classes) => classes.unsqueeze(1).eq(classes.unsqueeze(0));

    /// <summary>The mean of what is above 0, 0 where nothing is.</summary>
    private protected static Tensor MeanOfPositive(Tensor losses) =>
        losses.sum() / losses.gt(Numbers.Zero).sum().clamp_min(Numbers.One);
}
