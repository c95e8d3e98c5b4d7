using DeepML.Audio;
using DeepML.Networks;

namespace DeepML;

/// <summary>Where sounds are, and how they are read.</summary>
public sealed record LoadAudioOptions
{
    /// <summary>The folder to which paths in the column are relative; it is not used for sounds that are bytes.</summary>
    /// <value>"" (the default) takes the paths as they are.</value>
    public string Folder { get; init; } = "";

    /// <summary>Samples a second of what comes out; sounds of another rate are resampled.</summary>
    /// <value>In [100, 1,000,000] hertz; the default is 16,000, common for speech.</value>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>What is done with a row whose sound is missing or cannot be read.</summary>
    /// <value>The default is <see cref="UnreadableAudio.Error"/>.</value>
    public UnreadableAudio WhenUnreadable { get; init; }

    internal void Validate(PartFaults faults)
    {
        if (Folder is null)
            faults.Add(nameof(Folder), null, "a folder, or \"\"");
        faults.InRange(SampleRate, SampleRates.Fewest, SampleRates.Most, nameof(SampleRate));
        faults.Defined(WhenUnreadable, nameof(WhenUnreadable));
    }
}
