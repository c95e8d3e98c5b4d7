using DeepML.Audio;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Mel-frequency cepstral coefficients of each frame of a sound.</summary>
[ArchiveKind("Audio.MelFrequencyCepstrum", version: 1)]
public sealed class MelFrequencyCepstrumTransformer
    : AudioTransformer, IArchived<MelFrequencyCepstrumTransformer, MelFrequencyCepstrumDescription, NoWeights>
{
    internal MelFrequencyCepstrumTransformer(
        IHostEnvironment environment, MelFrequencyCepstrumDescription description, NoWeights network, Device device)
        : base(environment, description, network, device) => StepSize = description.Options.StepSize;

    /// <summary>Numbers of a step: of each frame of a sound.</summary>
    public int StepSize { get; }

    static MelFrequencyCepstrumTransformer IArchived<MelFrequencyCepstrumTransformer, MelFrequencyCepstrumDescription, NoWeights>.From(
        MelFrequencyCepstrumDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
