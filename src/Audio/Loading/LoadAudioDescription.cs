using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio;

/// <summary>What is saved of the reading of sounds.</summary>
/// <param name="OutputColumn">The samples.</param>
/// <param name="InputColumn">Paths, or bytes of files.</param>
/// <param name="Options">Where they are, and how they are read.</param>
internal sealed record LoadAudioDescription(string OutputColumn, string InputColumn, LoadAudioOptions Options)
    : AudioDescription(OutputColumn, InputColumn)
{
    /// <inheritdoc/>
    public override InputColumn Input() => new SoundColumn(InputColumn);

    /// <inheritdoc/>
    public override void Check() => Options.Validate(Sound.Part("LoadAudio"));

    /// <inheritdoc/>
    public override SchemaShape.Column Promised(SchemaShape.Column input) => SchemaShapes.Column(
        OutputColumn, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single, isKey: false, SampleRates.Promised);

    /// <inheritdoc/>
    public override (DataViewType Type, DataViewSchema.Annotations? Annotations) Produced(DataViewSchema.Column input) =>
        (new VectorDataViewType(NumberDataViewType.Single), SampleRates.Annotations(Options.SampleRate));

    /// <inheritdoc/>
    public override ValueGetter<VBuffer<float>> Bind(DataViewRow row, DataViewSchema.Column input)
    {
        var read = input.Type is TextDataViewType ? Files(row, input) : Bytes(row, input);
        var conversions = new Dictionary<int, RateConversion>();
        return (ref VBuffer<float> samples) =>
        {
            var values = Samples(read, conversions);
            samples = new VBuffer<float>(values.Length, values);
        };
    }

    private float[] Samples(Func<(string What, Func<byte[]> File)> read, Dictionary<int, RateConversion> conversions)
    {
        var (what, file) = read(); // outside of the try: what goes wrong in the pipeline before is no fault of the sound
        try
        {
            var sound = WaveSound.Read(file());
            if (!conversions.TryGetValue(sound.Rate, out var conversion))
                conversions[sound.Rate] = conversion = new RateConversion(sound.Rate, Options.SampleRate);
            return conversion.Convert(sound.Samples);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            if (Options.WhenUnreadable == UnreadableAudio.MissingValue)
                return [float.NaN];
            throw new InvalidOperationException(
                $"{what} cannot be read: {e.Message.TrimEnd('.')}. Mend or remove it, or set WhenUnreadable to MissingValue and leave such "
                    + "rows out (FilterRowsByMissingValues).", e);
        }
    }

    private Func<(string What, Func<byte[]> File)> Files(DataViewRow row, DataViewSchema.Column input)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(input);
        var text = default(ReadOnlyMemory<char>);
        return () =>
        {
            getter(ref text);
            var path = text.ToString();
            return ($"The sound '{path}' (column '{InputColumn}', row {row.Position})",
                () => path.Length == 0
                    ? throw new InvalidDataException("there is no path")
                    : File.ReadAllBytes(Path.Combine(Options.Folder, path)));
        };
    }

    private Func<(string What, Func<byte[]> File)> Bytes(DataViewRow row, DataViewSchema.Column input)
    {
        var getter = row.GetGetter<VBuffer<byte>>(input);
        var bytes = default(VBuffer<byte>);
        return () =>
        {
            getter(ref bytes);
            return ($"The sound of column '{InputColumn}' in row {row.Position}", () => [.. bytes.DenseValues()]);
        };
    }
}
