using DeepML.Audio;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Reads sounds, from files or bytes, as samples of one channel and one rate.</summary>
[ArchiveKind("Audio.LoadAudio", version: 1)]
public sealed class LoadAudioTransformer : AudioTransformer, IArchived<LoadAudioTransformer, LoadAudioDescription, NoWeights>
{
    internal LoadAudioTransformer(IHostEnvironment environment, LoadAudioDescription description, NoWeights network, Device device)
        : base(environment, description, network, device) => SampleRate = description.Options.SampleRate;

    /// <summary>Samples a second of what comes out.</summary>
    public int SampleRate { get; }

    static LoadAudioTransformer IArchived<LoadAudioTransformer, LoadAudioDescription, NoWeights>.From(
        LoadAudioDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
