using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Chance for Gibbs sampling. Torch draws its uniform numbers one after the other, which costs as much as a matrix product of the
/// batch; here bits on the CPU come from eight generators side by side (xoshiro128+, Blackman and Vigna, ACM TOMS 47, 2021).
/// </summary>
internal sealed class GibbsRandom : IDisposable
{
    private const float Unit = 1f / (1 << 24);
    private readonly Generator? _generator;
    private Vector256<uint> _a, _b, _c, _d;

    /// <summary>A stream of its own, for sampling outside a fit.</summary>
    /// <param name="seed">Fixes every draw.</param>
    /// <param name="device">Where the tensors are.</param>
    public GibbsRandom(long seed, Device device)
    {
        _generator = new Generator((ulong)seed, device);
        Seed((ulong)seed);
    }

    private GibbsRandom(ulong seed) => Seed(seed);

    /// <summary>A stream seeded by one draw of torch's default generator, so that the fit's seed and its checkpoints cover it.</summary>
    public static GibbsRandom FromTorch()
    {
        using var drawn = randint(0, long.MaxValue, new long[] { 1 }, dtype: ScalarType.Int64);
        return new GibbsRandom((ulong)drawn.Read<long>());
    }

    /// <summary>Streams for rows that are drawn side by side, seeded as that one is.</summary>
    /// <param name="count">How many, at least 1.</param>
    public static GibbsRandom[] FromTorch(int count)
    {
        using var drawn = randint(0, long.MaxValue, new long[] { count }, dtype: ScalarType.Int64);
        return [.. drawn.ReadAll<long>().Select(seed => new GibbsRandom((ulong)seed))];
    }

    /// <summary>Bits that are 1 with the given probabilities.</summary>
    /// <param name="probabilities">Any shape, float32 in [0, 1].</param>
    /// <returns>0 and 1, of the same shape.</returns>
    public Tensor Bits(Tensor probabilities)
    {
        if (probabilities.device_type != DeviceType.CPU || probabilities.dtype != ScalarType.Float32)
            return rand(probabilities.shape, dtype: probabilities.dtype, device: probabilities.device, generator: _generator)
                .lt(probabilities).to(probabilities.dtype);
        using var source = probabilities.contiguous();
        var bits = empty(probabilities.shape, dtype: ScalarType.Float32);
        Fill(MemoryMarshal.Cast<byte, float>(source.bytes), MemoryMarshal.Cast<byte, float>(bits.bytes));
        return bits;
    }

    /// <summary>The same over memory.</summary>
    /// <param name="probabilities">As many as bits.</param>
    /// <param name="bits">0 and 1 are written there.</param>
    /// <param name="count">How many.</param>
    public unsafe void Bits(float* probabilities, float* bits, long count)
    {
        const int most = 1 << 30; // a span's
        for (; count > 0; probabilities += most, bits += most, count -= most)
            Fill(new ReadOnlySpan<float>(probabilities, (int)Math.Min(count, most)), new Span<float>(bits, (int)Math.Min(count, most)));
    }

    /// <summary>Counts of words that are drawn one by one, as many in each row as its expected counts add up to.</summary>
    /// <param name="means">(rows, words), float32, at least 0.</param>
    /// <returns>(rows, words), whole numbers.</returns>
    public Tensor Counts(Tensor means)
    {
        using var scope = NewDisposeScope();
        var lengths = means.sum(1L, keepdim: true).round_(); // (rows, 1)
        var longest = Math.Max(1, (long)lengths.max().Read<float>());
        var shares = where(lengths.gt(Numbers.Zero), means, ones_like(means)); // a row without words draws none of them
        var drawn = multinomial(shares, longest, replacement: true, generator: _generator); // (rows, longest)
        var place = arange(Numbers.Zero, Numbers.Kept(longest), Numbers.One, ScalarType.Float32, means.device).unsqueeze(0);
        return zeros_like(means).scatter_add_(1, drawn, place.lt(lengths).to(means.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>Standard normal numbers of the given tensor's shape.</summary>
    public Tensor Normal(Tensor like) => randn(like.shape, dtype: like.dtype, device: like.device, generator: _generator);

    /// <inheritdoc/>
    public void Dispose() => _generator?.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(ReadOnlySpan<float> probabilities, Span<float> bits)
    {
        var i = 0;
        for (; i <= bits.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var chance = Vector256.ConvertToSingle((Next() >> 8).AsInt32()) * Unit; // in [0, 1)
            var on = Vector256.LessThan(chance, Vector256.Create(probabilities[i..]));
            (on & Vector256<float>.One).CopyTo(bits[i..]);
        }
        if (i == bits.Length)
            return;
        var last = Vector256.ConvertToSingle((Next() >> 8).AsInt32()) * Unit;
        for (var lane = 0; i < bits.Length; i++, lane++)
            bits[i] = last[lane] < probabilities[i] ? 1 : 0;
    }

    private Vector256<uint> Next()
    {
        var result = _a + _d;
        var shifted = _b << 9;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = (_d << 11) | (_d >> 21);
        return result;
    }

    // The lanes' states come from splitmix64, as the generator's authors advise.
    private void Seed(ulong seed)
    {
        Span<uint> words = stackalloc uint[32];
        for (var i = 0; i < words.Length; i += 2)
        {
            seed += 0x9E3779B97F4A7C15;
            var x = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            x ^= x >> 31;
            (words[i], words[i + 1]) = ((uint)x, (uint)(x >> 32));
        }
        _a = Vector256.Create<uint>(words);
        _b = Vector256.Create<uint>(words[8..]);
        _c = Vector256.Create<uint>(words[16..]);
        _d = Vector256.Create<uint>(words[24..]);
    }
}
