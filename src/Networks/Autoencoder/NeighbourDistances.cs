using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// How odd a row is: the largest of three distances, each in parts of what it is for the median of the known rows. They are the distance to
/// the fifth nearest known row (Ramaswamy et al., SIGMOD 2000), the same with correlations taken out, and the root of the error of its
/// reconstruction.
/// </summary>
/// <remarks>A known row is not its own neighbour: of the rows that equal the one asked about, one is left out.</remarks>
internal sealed class NeighbourDistances : Module<Tensor, Tensor, Tensor>
{
    /// <summary>Which of the known rows, from the nearest on, is asked about.</summary>
    public const int Neighbours = 5;

    /// <summary>Share of a row's squared length that rounding may make of no distance.</summary>
    public const float SameRow = 1e-5f;

    private const double SmallestDistance = 1e-6;

    [ComponentName(Name = "centre")] private readonly Tensor centre; // (width)
    [ComponentName(Name = "known")] private readonly Tensor known; // (rows, width)
    [ComponentName(Name = "turn")] private readonly Tensor? turn; // (width, width)
    [ComponentName(Name = "turned")] private readonly Tensor? turned; // (rows, width)
    [ComponentName(Name = "usual")] private readonly Tensor usual; // (4): the medians, and the power to which the last ratio is raised

    /// <summary>Room for rows that <see cref="Learn"/> or a file brings.</summary>
    /// <param name="architecture">How many, and which distances.</param>
    /// <param name="width">Numbers in a row.</param>
    public NeighbourDistances(NeighbourArchitecture architecture, int width) : base("NeighbourDistances")
    {
        Architecture = architecture;
        centre = WeightRoom.Zeros(width).DetachFromDisposeScope();
        known = WeightRoom.Zeros(architecture.Rows, width).DetachFromDisposeScope();
        if (architecture.Decorrelates)
        {
            turn = WeightRoom.Zeros(width, width).DetachFromDisposeScope();
            turned = WeightRoom.Zeros(architecture.Rows, width).DetachFromDisposeScope();
        }
        usual = WeightRoom.Ones(4).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Sizes.</summary>
    public NeighbourArchitecture Architecture { get; }

    /// <summary>Takes the rows that are known from now on.</summary>
    /// <param name="rows">(rows, width), scaled.</param>
    /// <param name="errors">(rows), the mean squared errors of their reconstructions.</param>
    public void Learn(Tensor rows, Tensor errors)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        centre.copy_(rows.mean([0L]));
        known.copy_(rows - centre);
        if (turn is not null)
        {
            turn.copy_(Decorrelation.Of(known));
            turned!.copy_(known.mm(turn));
        }
        var distances = NearestKnown(known, known, Neighbours).ReadAll<float>();
        var roots = errors.sqrt().ReadAll<float>();
        var own = turn is null ? distances : NearestKnown(turned!, turned!, Neighbours).ReadAll<float>();
        // Errors of few degrees of freedom spread more than distances do, and would outvote them.
        var power = Math.Min(1, LogSpread(distances) / Math.Max(LogSpread(roots), SmallestDistance));
        usual.copy_(tensor(new[] { Median(distances), Median(own), Median(roots), (float)power }));
    }

    /// <summary>Judges rows.</summary>
    /// <param name="rows">(batch, width), scaled.</param>
    /// <param name="errors">(batch), the mean squared errors of their reconstructions; NaN for a row without any value.</param>
    /// <returns>(batch): 1 for the most ordinary half of the rows and less; NaN where the error is.</returns>
    public override Tensor forward(Tensor rows, Tensor errors)
    {
        var centred = rows - centre;
        var ratio = NearestKnown(centred, known, Neighbours) / usual.narrow(0, 0, 1); // (batch)
        if (turn is not null)
            ratio = maximum(ratio, NearestKnown(centred.mm(turn), turned!, Neighbours) / usual.narrow(0, 1, 1));
        return maximum(ratio, (errors.sqrt() / usual.narrow(0, 2, 1)).pow(usual.narrow(0, 3, 1)));
    }

    /// <summary>The distance of each row to a near known one that is not itself.</summary>
    /// <param name="rows">(batch, width).</param>
    /// <param name="known">(rows, width).</param>
    /// <param name="neighbour">Which: 1 for the nearest. At most as many as there are other rows.</param>
    /// <returns>(batch).</returns>
    internal static Tensor NearestKnown(Tensor rows, Tensor known, int neighbour)
    {
        var count = Math.Min(neighbour, (int)known.size(0) - 1);
        var lengths = rows.Squared().sum(1, keepdim: true); // (batch, 1)
        var products = rows.mm(known.t()).mul_(Numbers.Kept(-2L)); // (batch, rows)
        var squares = products.PlusInPlace(lengths).PlusInPlace(known.Squared().sum(1)).clamp_min_(Numbers.Zero);
        var (nearest, _) = squares.topk(count + 1, 1, largest: false); // (batch, count + 1), ascending
        var isKnown = nearest.narrow(1, 0, 1).le(lengths.mul_(Numbers.Kept(SameRow))).squeeze(1);
        return where(isKnown, nearest.select(1, count), nearest.select(1, count - 1)).sqrt();
    }

    private static float Median(float[] distances)
    {
        var median = distances.Order().ElementAt(distances.Length / 2);
        // Where most rows are alike, the few others say what is far.
        return median > SmallestDistance ? median : Math.Max((float)SmallestDistance, distances.Average());
    }

    private static double LogSpread(float[] distances)
    {
        var sorted = distances.Select(d => Math.Log(Math.Max(d, SmallestDistance))).Order().ToArray();
        return sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4];
    }
}
