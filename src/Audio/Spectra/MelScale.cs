namespace DeepML;

/// <summary>How pitch is heard by frequency: bands are equally wide on it.</summary>
public enum MelScale
{
    /// <summary>2595 log10(1 + f / 700): O'Shaughnessy 1987, HTK, torchaudio.</summary>
    Htk,

    /// <summary>Straight up to 1,000 Hz and logarithmic above: Slaney's Auditory Toolbox 1998, librosa.</summary>
    Slaney,
}
