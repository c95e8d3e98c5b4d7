using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>A face of a few parameters in grey: head, hair, eyes, and a mouth that smiles or does not.</summary>
internal sealed class DrawnFace
{
    public const int Side = 24;

    private const int Samples = 3; // of each side of a pixel

    /// <summary>Levels of grey from 0 black to 1 white, line by line.</summary>
    [VectorType(Side * Side)]
    public float[] Features { get; set; } = [];

    /// <summary>"smiling" or "sad".</summary>
    public string Mood { get; set; } = "";

    /// <summary>Draws faces, always the same for a seed; every other one smiles.</summary>
    public static DrawnFace[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Draw(i % 2 == 0, random))];
    }

    // Places are told in halves of a side from the middle, x to the right and y down.
    private static DrawnFace Draw(bool smiles, Random random)
    {
        float Between(float least, float most) => least + ((most - least) * random.NextSingle());
        var (width, height, skin, ground) = (Between(0.6f, 0.85f), Between(0.75f, 0.95f), Between(0.6f, 0.95f), Between(0.05f, 0.25f));
        var (hairline, hair) = (Between(0.35f, 0.75f) * height, Between(0.1f, 0.45f));
        var (apart, eyeLevel, eyeSize) = (Between(0.22f, 0.36f), Between(-0.2f, -0.02f), Between(0.08f, 0.15f));
        var (mouthLevel, mouthWidth, bend) = (Between(0.4f, 0.5f), Between(0.22f, 0.36f), Between(1.2f, 2.4f) * (smiles ? -1 : 1));
        float Level(float x, float y)
        {
            if ((x * x / (width * width)) + (y * y / (height * height)) > 1)
                return ground;
            if (y < -hairline)
                return hair;
            var eye = MathF.Pow(MathF.Abs(x) - apart, 2) + MathF.Pow(y - eyeLevel, 2) < eyeSize * eyeSize;
            var mouth = MathF.Abs(x) < mouthWidth && MathF.Abs(y - mouthLevel - (bend * ((x * x) - 0.05f))) < 0.06f;
            return eye || mouth ? 0.05f : skin;
        }
        return new DrawnFace
        {
            Mood = smiles ? "smiling" : "sad",
            Features = [.. Enumerable.Range(0, Side * Side).Select(p => Enumerable.Range(0, Samples * Samples).Average(s => Level(
                At((p % Side * Samples) + (s % Samples)), At((p / Side * Samples) + (s / Samples)))))],
        };

        static float At(int sample) => ((sample + 0.5f) * 2 / (Side * Samples)) - 1;
    }
}
