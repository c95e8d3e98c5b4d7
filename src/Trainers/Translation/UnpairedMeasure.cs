using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// How near pictures lie to those of a kind, where none has a true counterpart: the energy distance of the two samples (Székely and Rizzo,
/// 2013), of pictures in small.
/// </summary>
internal static class UnpairedMeasure
{
    private const int BatchRows = 64;
    private const int MostRows = 512; // every picture is held against every other
    private const int Side = 8;

    /// <summary>The distance of some pictures to those that they should be like.</summary>
    /// <param name="Name">How they were made.</param>
    /// <param name="Distance">At least 0, and 0 for the same sample.</param>
    public sealed record Score(string Name, double Distance);

    /// <summary>What was measured of one network.</summary>
    /// <param name="Scores">Of the network first, then of simple methods.</param>
    /// <param name="MadeSpread">Standard deviation of a pixel over the pictures made, as a mean over pixels.</param>
    /// <param name="WantedSpread">The same of the pictures that they should be like.</param>
    public sealed record Result(IReadOnlyList<Score> Scores, double MadeSpread, double WantedSpread);

    /// <summary>Measures a network, the pictures as they are, and these with the levels of the others.</summary>
    /// <param name="network">From one kind to the other, in scoring mode.</param>
    /// <param name="rows">Pictures.</param>
    /// <param name="from">Those that are given.</param>
    /// <param name="to">Those that they should be like.</param>
    public static Result Run(TranslationNetwork network, IBatchSource rows, BatchMember from, BatchMember to)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var (given, made, wanted) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            given.Add(ImageResampling.WithChannels(AsFarAs(batch[from], network), network.Architecture.OutputChannels).clone()
                .MoveToOuterDisposeScope());
            made.Add(network.Finished([batch[from]], 0).MoveToOuterDisposeScope());
            wanted.Add(batch[to].clone().MoveToOuterDisposeScope());
            if (given.Count * BatchRows >= MostRows)
                break;
        }
        var (before, after, target) = (cat(given), cat(made), cat(wanted));
        return new Result(
            [
                new Score("the network", Distance(after, target)),
                new Score("the pictures as they are", Distance(before, target)),
                new Score("the pictures with the others' levels", Distance(WithLevels(before, target), target)),
            ], Spread(after), Spread(target));
    }

    /// <summary>How near pictures of the first kind, and their negatives, lie to those of the second.</summary>
    /// <param name="rows">The training rows: features of the first kind, targets of the second.</param>
    /// <param name="channels">Channels of the second kind.</param>
    public static (double Input, double Negative) BaseDistances(IBatchSource rows, int channels)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var (given, wanted) = (new List<Tensor>(), new List<Tensor>());
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            given.Add(InSmall(ImageResampling.WithChannels(batch.Features, channels)).MoveToOuterDisposeScope());
            wanted.Add(InSmall(batch.Targets).MoveToOuterDisposeScope());
            if (given.Count * BatchRows >= MostRows)
                break;
        }
        var (input, target) = (cat(given), cat(wanted));
        return (Energy(input, target), Energy(input.SubtractedFrom(1.0), target));
    }

    /// <summary>2 E‖X − Y‖ − E‖X − X′‖ − E‖Y − Y′‖ of the rows of two samples.</summary>
    /// <param name="a">(rows, numbers).</param>
    /// <param name="b">(rows, numbers).</param>
    internal static double Energy(Tensor a, Tensor b) => Math.Max(
        0, (2 * Mean(a, b)) - Mean(a, a) - Mean(b, b));

    private static double Mean(Tensor a, Tensor b) =>
        cdist(a, b, 2, compute_mode.donot_use_mm_for_euclid_dist).mean().Read<float>();

    private static double Distance(Tensor made, Tensor wanted) => Energy(InSmall(made), InSmall(wanted));

    private static Tensor InSmall(Tensor pictures) => nn.functional.adaptive_avg_pool2d(
        pictures, [Math.Min(Side, pictures.size(2)), Math.Min(Side, pictures.size(3))]).flatten(1);

    // Mean and deviation of each channel (Reinhard et al., 2001).
    private static Tensor WithLevels(Tensor pictures, Tensor wanted)
    {
        long[] over = [0, 2, 3];
        var spread = pictures.std(over, unbiased: false, keepdim: true).clamp_min(Numbers.Kept(1e-6));
        return ((pictures - pictures.mean(over, keepdim: true)) / spread * wanted.std(over, unbiased: false, keepdim: true)
            ).Plus(wanted.mean(over, keepdim: true)).clamp(Numbers.Zero, Numbers.One);
    }

    private static Tensor AsFarAs(Tensor pictures, TranslationNetwork network) =>
        TranslationTask.CanStartFrom((int)pictures.size(1), network.Architecture.OutputChannels)
            ? pictures
            : pictures.mean([1L], keepdim: true);

    private static double Spread(Tensor pictures) => pictures.std([0L], unbiased: false).mean().Read<float>();
}
