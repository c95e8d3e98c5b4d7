using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio.Tests;

/// <summary>Rows with sounds of several rates and lengths, as bytes and as samples.</summary>
internal sealed class SoundRow
{
    public byte[] Sound { get; set; } = [];

    public float[] Samples { get; set; } = [];

    public static IDataView Rows(MLContext ml, int count = 7) => ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(i => new SoundRow
        {
            Sound = new WaveBytes { Rate = i % 2 == 0 ? 16_000 : 11_025 }.Of(Tones.Rich(16_000, 300 + (i * 331), i)),
            Samples = Tones.Rich(16_000, 100 + (i * 331), i),
        }).ToArray());
}

[TestClass]
public sealed class LoadAudioWorkout : EstimatorWorkout<LoadAudioTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Sound"];

    protected override bool HasChance => false;

    protected override DataViewType WrongType => NumberDataViewType.Double;

    protected override IEstimator<LoadAudioTransformer> CreateEstimator(MLContext ml) => ml.Transforms.LoadAudio("Read", "Sound");

    protected override IDataView CreateData(MLContext ml) => SoundRow.Rows(ml);
}

[TestClass]
public sealed class MelSpectrogramWorkout : EstimatorWorkout<MelSpectrogramTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Samples"];

    protected override bool HasChance => false;

    protected override IEstimator<MelSpectrogramTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.MelSpectrogram("Mel", "Samples");

    protected override IDataView CreateData(MLContext ml) => SoundRow.Rows(ml);
}

[TestClass]
public sealed class MelFrequencyCepstrumWorkout : EstimatorWorkout<MelFrequencyCepstrumTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Samples"];

    protected override bool HasChance => false;

    protected override IEstimator<MelFrequencyCepstrumTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.MelFrequencyCepstrum("Cepstrum", "Samples", new MelFrequencyCepstrumOptions { Deltas = 2 });

    protected override IDataView CreateData(MLContext ml) => SoundRow.Rows(ml);
}
