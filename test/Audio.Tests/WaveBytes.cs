using System.Text;

namespace DeepML.Audio.Tests;

/// <summary>Writes WAV files by hand, whole and damaged.</summary>
internal sealed record WaveBytes
{
    public const ushort Pcm = 1, Float = 3, MuLaw = 7, Extensible = 0xFFFE;

    public ushort Format { get; init; } = Pcm;

    public ushort Channels { get; init; } = 1;

    public int Rate { get; init; } = 16_000;

    public ushort Bits { get; init; } = 16;

    /// <summary>Bytes of the format: 16, 18, or 40 for the extensible one, whose kind of samples is then <see cref="SubFormat"/>.</summary>
    public int FormatSize { get; init; } = 16;

    public ushort SubFormat { get; init; } = Pcm;

    /// <summary>A chunk before the samples, with an odd number of bytes; null for none.</summary>
    public string? Before { get; init; }

    /// <summary>What the header says of the sizes; null for the truth.</summary>
    public uint? SaidSize { get; init; }

    /// <summary>A file of one channel or more.</summary>
    /// <param name="samples">Samples from -1 to 1, the channels of each moment beside each other.</param>
    public byte[] Of(params ReadOnlySpan<double> samples)
    {
        var data = new MemoryStream();
        using (var writer = new BinaryWriter(data, Encoding.ASCII, leaveOpen: true))
            foreach (var sample in samples)
                Write(writer, sample);
        return Whole(data.ToArray());
    }

    /// <summary>A file of one channel.</summary>
    public byte[] Of(float[] samples) => Of(Array.ConvertAll(samples, sample => (double)sample));

    /// <summary>A sine of 0.5.</summary>
    public byte[] Sine(double frequency, double seconds) => Of(Tones.Sine(Rate, frequency, seconds));

    private byte[] Whole(byte[] data)
    {
        var file = new MemoryStream();
        using var writer = new BinaryWriter(file, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(0u);
        writer.Write("WAVEfmt "u8);
        writer.Write(FormatSize);
        writer.Write(Format);
        writer.Write(Channels);
        writer.Write(Rate);
        writer.Write(Rate * Channels * Bits / 8);
        writer.Write((ushort)(Channels * Bits / 8));
        writer.Write(Bits);
        if (FormatSize > 16)
            writer.Write((ushort)(FormatSize - 18));
        if (FormatSize == 40)
        {
            writer.Write(Bits);
            writer.Write(0);
            writer.Write(SubFormat);
            writer.Write([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]);
        }
        if (Before is not null)
        {
            writer.Write("LIST"u8);
            writer.Write(Before.Length);
            writer.Write(Encoding.ASCII.GetBytes(Before));
            writer.Write(new byte[Before.Length % 2]);
        }
        writer.Write("data"u8);
        writer.Write(SaidSize ?? (uint)data.Length);
        writer.Write(data);
        writer.Seek(4, SeekOrigin.Begin);
        writer.Write(SaidSize ?? (uint)(file.Length - 8));
        return file.ToArray();
    }

    private void Write(BinaryWriter writer, double sample)
    {
        var kind = Format == Extensible ? SubFormat : Format;
        switch (Bits)
        {
            case 8:
                writer.Write((byte)((sample * 128) + 128));
                break;
            case 16:
                writer.Write((short)(sample * 32768));
                break;
            case 24:
                var whole = (int)(sample * 8388608);
                writer.Write([(byte)whole, (byte)(whole >> 8), (byte)(whole >> 16)]);
                break;
            case 32 when kind == Float:
                writer.Write((float)sample);
                break;
            case 32:
                writer.Write((int)(sample * 2147483648.0));
                break;
            default:
                writer.Write(sample);
                break;
        }
    }
}
