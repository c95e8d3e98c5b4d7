using DeepML.Transforms;

namespace DeepML.Audio;

/// <summary>What is saved of mel spectrograms.</summary>
/// <param name="OutputColumn">The bands of the frames, one frame after the other.</param>
/// <param name="InputColumn">The samples.</param>
/// <param name="Options">How they are made.</param>
internal sealed record MelSpectrogramDescription(string OutputColumn, string InputColumn, MelSpectrogramOptions Options)
    : FramesDescription(OutputColumn, InputColumn)
{
    /// <inheritdoc/>
    protected override MelSpectrogramOptions Frames => Options;

    /// <inheritdoc/>
    protected override int StepSize => Options.Bands;

    /// <inheritdoc/>
    public override void Check() => Options.Validate(Sound.Part("MelSpectrogram"));

    /// <inheritdoc/>
    protected override Func<ReadOnlyMemory<float>, float[]> CreateAnalysis()
    {
        var frames = new MelFrames(Options);
        return samples => frames.Of(samples.Span);
    }
}
