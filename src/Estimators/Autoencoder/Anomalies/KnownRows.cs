using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Gives a trained autoencoder the normal rows that a detector of anomalies measures distances to.</summary>
internal static class KnownRows
{
    private const int MostRows = 2048;
    private const int FewestRows = 10;
    private const int PicturesAtOnce = 64; // feature maps take many times the memory of their pictures
    private const int WidestToDecorrelate = 512; // the time of a decomposition grows with the cube of the width

    /// <summary>Takes rows in the order of the fit's seed, less those that are hardly normal.</summary>
    /// <param name="network">The trained network, in scoring mode.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="contamination">Share of them that may be anomalies.</param>
    /// <param name="seed">The fit's.</param>
    /// <returns>What was done, for the history.</returns>
    public static AutomaticChoice Add(AutoencoderNetwork network, IBatchSource rows, double contamination, int seed)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        using var batch = rows.Epoch(MostRows, seed).First();
        var raw = batch.Features.flatten(1); // (row, input)
        var atOnce = network.Architecture.Convolution is null ? MostRows : PicturesAtOnce;
        var errors = cat([.. raw.split(atOnce).Select(some => new AutoencoderPass(network, some).Error)]); // (row); NaN: all is missing
        var answered = errors.isfinite().nonzero().flatten();
        (raw, errors) = (raw.index_select(0, answered), errors.index_select(0, answered));
        var count = (int)raw.size(0);
        if (count < FewestRows)
            return Choice(AnomalyScore.ReconstructionError, FormattableString.Invariant($"{count} rows are too few for distances"));
        var scaled = network.Scaled(network.Filled(raw));
        var decorrelates = network.Architecture.InputSize <= WidestToDecorrelate;
        var kept = OddRows.Without(scaled, contamination, decorrelates);
        using var places = tensor(kept, device: raw.device);
        var known = new NeighbourDistances(new NeighbourArchitecture(kept.Length, decorrelates), network.Architecture.InputSize);
        known.to(raw.device);
        known.Learn(scaled.index_select(0, places), errors.index_select(0, places));
        network.Know(known);
        var distances = decorrelates ? "distances, as they are and decorrelated," : "distances";
        var reason = FormattableString.Invariant($"{distances} to {kept.Length} training rows and the reconstruction's error; ")
            + FormattableString.Invariant($"{count - kept.Length} of {count} are left out as odd");
        return Choice(AnomalyScore.Combined, reason);
    }

    private static AutomaticChoice Choice(AnomalyScore score, string reason) =>
        new(nameof(AutoencoderAnomalyOptions.Score), score.ToString(), reason);
}
