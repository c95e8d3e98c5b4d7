using DeepML.Transforms;
using NWaves.FeatureExtractors.Base;
using NWaves.Transforms;

namespace DeepML.Audio;

/// <summary>What is saved of mel-frequency cepstra.</summary>
/// <param name="OutputColumn">The coefficients of the frames, one frame after the other.</param>
/// <param name="InputColumn">The samples.</param>
/// <param name="Options">How they are made.</param>
internal sealed record MelFrequencyCepstrumDescription(string OutputColumn, string InputColumn, MelFrequencyCepstrumOptions Options)
    : FramesDescription(OutputColumn, InputColumn)
{
    /// <inheritdoc/>
    protected override MelSpectrogramOptions Frames => Options.Spectrogram;

    /// <inheritdoc/>
    protected override int StepSize => Options.StepSize;

    /// <inheritdoc/>
    public override void Check() => Options.Validate(Sound.Part("MelFrequencyCepstrum"));

    /// <inheritdoc/>
    protected override Func<ReadOnlyMemory<float>, float[]> CreateAnalysis()
    {
        var (frames, transform) = (new MelFrames(Frames), new Dct2(Frames.Bands));
        return samples =>
        {
            var steps = frames.Of(samples.Span).Chunk(Frames.Bands).Select(bands =>
            {
                var coefficients = new float[Options.Coefficients];
                transform.DirectNorm(bands, coefficients);
                return coefficients;
            }).ToList();
            if (Options.Deltas > 0)
                FeaturePostProcessing.AddDeltas(steps, includeDeltaDelta: Options.Deltas == 2, N: Options.DeltaReach);
            return [.. steps.SelectMany(step => step)];
        };
    }
}
