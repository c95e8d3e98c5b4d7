using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio;

/// <summary>What is saved of a step that makes numbers for each frame of samples.</summary>
/// <param name="OutputColumn">The numbers of the frames, one frame after the other.</param>
/// <param name="InputColumn">The samples.</param>
internal abstract record FramesDescription(string OutputColumn, string InputColumn) : AudioDescription(OutputColumn, InputColumn)
{
    /// <summary>How sounds are cut.</summary>
    protected abstract MelSpectrogramOptions Frames { get; }

    /// <summary>Numbers of a frame.</summary>
    protected abstract int StepSize { get; }

    /// <summary>Makes what turns samples into numbers; it has buffers of its own.</summary>
    protected abstract Func<ReadOnlyMemory<float>, float[]> CreateAnalysis();

    /// <inheritdoc/>
    public override InputColumn Input() => new SequenceColumn(InputColumn, "input", mayBeKeys: false);

    /// <inheritdoc/>
    public override SchemaShape.Column Promised(SchemaShape.Column input) =>
        SchemaShapes.Column(OutputColumn, input.Kind, NumberDataViewType.Single, isKey: false);

    /// <inheritdoc/>
    public override (DataViewType Type, DataViewSchema.Annotations? Annotations) Produced(DataViewSchema.Column input)
    {
        SampleRates.Check(input, Frames.SampleRate);
        var samples = ((VectorDataViewType)input.Type).Size; // 0 where rows differ
        return (new VectorDataViewType(
            NumberDataViewType.Single, samples == 0 ? 0 : MelFrames.CountOf(samples, Frames), StepSize), null);
    }

    /// <inheritdoc/>
    public override ValueGetter<VBuffer<float>> Bind(DataViewRow row, DataViewSchema.Column input)
    {
        var getter = row.GetGetter<VBuffer<float>>(input);
        var (samples, analysis, size) = (default(VBuffer<float>), CreateAnalysis(), ((VectorDataViewType)input.Type).Size);
        return (ref VBuffer<float> numbers) =>
        {
            getter(ref samples);
            if (samples.Length == 0 || (size > 0 && samples.Length != size))
                throw new InvalidOperationException(
                    $"Column '{InputColumn}' holds {samples.Length} samples in row {row.Position}; "
                        + (size > 0 ? $"its type says {size}." : "a sound has one at least. Leave such rows out."));
            if ((long)MelFrames.CountOf(samples.Length, Frames) * StepSize > Sound.MostNumbers)
                throw new InvalidOperationException(
                    $"Column '{InputColumn}' holds {samples.Length} samples in row {row.Position}, of which there would be "
                        + $"{MelFrames.CountOf(samples.Length, Frames)} frames of {StepSize} numbers; a row holds {Sound.MostNumbers} at "
                        + "most. Cut the sound, or take a larger HopLength.");
            var values = analysis(samples.IsDense ? samples.GetValues().ToArray() : [.. samples.DenseValues()]);
            numbers = new VBuffer<float>(values.Length, values);
        };
    }
}
