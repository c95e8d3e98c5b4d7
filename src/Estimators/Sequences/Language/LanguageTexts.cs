using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>What a language model learns from, and what it is measured on: token after token.</summary>
/// <param name="Learned">At least two tokens.</param>
/// <param name="Measured">Fewer than two for none.</param>
internal sealed record LanguageTexts(long[] Learned, long[] Measured)
{
    /// <summary>Holds out the end of the tokens, unless there are others for it.</summary>
    /// <param name="tokens">All tokens.</param>
    /// <param name="given">Tokens to measure by; null to hold some out.</param>
    /// <param name="share">Share of the tokens that is held out.</param>
    /// <param name="what">What errors call the tokens: "characters".</param>
    /// <exception cref="InvalidOperationException">There is nothing left to train on.</exception>
    public static LanguageTexts Of(long[] tokens, long[]? given, double share, string what)
    {
        var heldOut = given is null ? (int)(share * tokens.Length) : 0;
        if (tokens.Length - heldOut < 2)
            throw new InvalidOperationException(
                $"There is nothing left to train on: {heldOut} of {tokens.Length} {what} and ends are held out. Give more text, or a "
                    + "smaller ValidationFraction.");
        return new LanguageTexts(tokens[..^heldOut], given ?? tokens[^heldOut..]);
    }

    /// <summary>Trains a network on the tokens: in streams if it carries a state of one size, else in windows.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="placed">The network.</param>
    /// <param name="training">How many streams or windows make a batch.</param>
    /// <param name="segment">Tokens of a stream or window per batch.</param>
    /// <param name="metric">What bits of a token are called.</param>
    public TrainingHistory Train(
        FitSession fit, PlacedNetwork<TokenLanguageNetwork> placed, TrainingOptions training, int segment, string metric)
    {
        if (placed.Network.Language.CarriesState)
        {
            var streams = fit.Own(new TokenStreams(Learned, training.RowsPerBatch, segment, fit.Device));
            var measured = Measured.Length < 2 ? null : fit.Own(new TokenStreams(Measured, 1, segment, fit.Device));
            using var carrying = new TokenLanguageStep(placed.Network, placed.Update(), streams.Streams, metric, fit.Device);
            return fit.Train(carrying, streams, measured);
        }
        var windows = fit.Own(new TokenWindows(Learned, segment, overlap: false, fit.Device));
        var overlapping = Measured.Length < 2 ? null : fit.Own(new TokenWindows(Measured, segment, overlap: true, fit.Device));
        using var step = new TokenLanguageStep(placed.Network, placed.Update(), 0, metric, fit.Device);
        return fit.Train(step, windows, overlapping);
    }
}
