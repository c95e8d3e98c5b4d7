using DeepML.Audio;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Mel spectrograms: the energy of each frame of a sound, in bands of pitch.</summary>
[ArchiveKind("Audio.MelSpectrogram", version: 1)]
public sealed class MelSpectrogramTransformer
    : AudioTransformer, IArchived<MelSpectrogramTransformer, MelSpectrogramDescription, NoWeights>
{
    internal MelSpectrogramTransformer(
        IHostEnvironment environment, MelSpectrogramDescription description, NoWeights network, Device device)
        : base(environment, description, network, device) => StepSize = description.Options.Bands;

    /// <summary>Numbers of a step: of each frame of a sound.</summary>
    public int StepSize { get; }

    static MelSpectrogramTransformer IArchived<MelSpectrogramTransformer, MelSpectrogramDescription, NoWeights>.From(
        MelSpectrogramDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
