using System.Buffers.Binary;
using DeepML.Transforms;
using NAudio.Wave;

namespace DeepML.Audio;

/// <summary>What is in a WAV file, as one channel.</summary>
/// <param name="Samples">The mean of the channels, from -1 to 1; all finite, one at least.</param>
/// <param name="Rate">Samples a second.</param>
internal sealed record WaveSound(float[] Samples, int Rate)
{
    private const int HeaderSize = 12;
    private const int BlockNumbers = 4096;

    /// <summary>Reads a file: PCM of 8, 16, 24 or 32 bits, or float of 32 or 64.</summary>
    /// <param name="file">What is in it.</param>
    /// <exception cref="InvalidDataException">It is no such file, or its end is missing; the message is a part of a sentence.</exception>
    public static WaveSound Read(byte[] file)
    {
        CheckLength(file);
        try
        {
            using var stream = new MemoryStream(file, writable: false);
            using var reader = new WaveFileReader(stream);
            CheckFormat(reader.WaveFormat);
            return new WaveSound(Mono(reader), reader.WaveFormat.SampleRate);
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            // Whatever a foreign file makes of the code that reads it, callers need to know one kind of error.
            throw new InvalidDataException($"it is no WAV file that can be read ({e.Message})", e);
        }
    }

    // The reader of the library takes what there is of a file whose end is missing.
    private static void CheckLength(byte[] file)
    {
        if (file.Length < HeaderSize || !(file.AsSpan(0, 4).SequenceEqual("RIFF"u8) || file.AsSpan(0, 4).SequenceEqual("RF64"u8))
            || !file.AsSpan(8, 4).SequenceEqual("WAVE"u8))
            throw new InvalidDataException("it has no header of a WAV file (RIFF … WAVE)");
        var said = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4)); // of programs that write to a pipe, and of RF64, all ones
        if (said is not (0 or uint.MaxValue) && said + 8L > file.Length)
            throw new InvalidDataException($"its end is missing: there are {file.Length} of {said + 8L} bytes");
    }

    private static void CheckFormat(WaveFormat format)
    {
        if (format.SampleRate is < SampleRates.Fewest or > SampleRates.Most)
            throw new InvalidDataException(
                $"it says {format.SampleRate} samples a second; there can be {SampleRates.Fewest} to {SampleRates.Most}");
        if (format.Channels < 1 || format.BlockAlign != format.Channels * (format.BitsPerSample / 8))
            throw new InvalidDataException(
                $"its header does not fit together: {format.Channels} channels of {format.BitsPerSample} bits in {format.BlockAlign} "
                    + "bytes");
        if (format.Encoding is not (WaveFormatEncoding.Pcm or WaveFormatEncoding.IeeeFloat or WaveFormatEncoding.Extensible))
            throw new InvalidDataException(
                $"its samples are coded as {format.Encoding}; those of PCM (8, 16, 24 or 32 bits) and float are read");
    }

    private static float[] Mono(WaveFileReader reader)
    {
        var channels = reader.WaveFormat.Channels;
        if (reader.Length % reader.WaveFormat.BlockAlign != 0)
            throw new InvalidDataException("it ends in the middle of a sample");
        var count = reader.Length / reader.WaveFormat.BlockAlign;
        if (count is 0 or > Sound.MostNumbers)
            throw new InvalidDataException($"it holds {count} samples; there can be 1 to {Sound.MostNumbers}");
        var (samples, source) = (new float[count], reader.ToSampleProvider());
        var block = new float[channels * Math.Max(1, BlockNumbers / channels)];
        var at = 0;
        for (int read; at < count && (read = source.Read(block)) > 0;)
            for (var i = 0; i + channels <= read; i += channels, at++)
                samples[at] = Mean(block.AsSpan(i, channels), at);
        return at == count ? samples : throw new InvalidDataException($"its end is missing: there are {at} of {count} samples");
    }

    private static float Mean(ReadOnlySpan<float> channels, int sample)
    {
        var sum = 0.0;
        foreach (var value in channels)
            sum += float.IsFinite(value)
                ? value
                : throw new InvalidDataException(FormattableString.Invariant($"its sample {sample} (counted from 0) is {value}"));
        return (float)(sum / channels.Length);
    }
}
