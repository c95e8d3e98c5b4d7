namespace DeepML.Bench;

/// <summary>A recording, and what is said in it.</summary>
internal sealed class SpokenSound
{
    /// <summary>The file.</summary>
    public string File { get; set; } = "";

    /// <summary>The vowel; or the first and the last of one that becomes another.</summary>
    public string Said { get; set; } = "";

    /// <summary>Writes recordings of vowels, each kind as often as the others.</summary>
    /// <param name="folder">Where the files are written.</param>
    /// <param name="name">How their names begin.</param>
    /// <param name="seed">Of voices and noise.</param>
    /// <param name="count">How many.</param>
    /// <param name="decibels">How much louder a vowel is than the noise.</param>
    /// <param name="kinds">What is said: a vowel, or two of which the first becomes the second.</param>
    public static SpokenSound[] Write(string folder, string name, int seed, int count, double decibels, params string[] kinds)
    {
        var voice = new Voice(seed, decibels);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var sound = new SpokenSound { File = $"{name}-{i}.wav", Said = kinds[i % kinds.Length] };
                voice.Say(Path.Combine(folder, sound.File), Place(sound.Said[0]), Place(sound.Said[^1]));
                return sound;
            }),
        ];
    }

    private static int Place(char vowel) => Array.IndexOf(Voice.Vowels, vowel.ToString());
}
