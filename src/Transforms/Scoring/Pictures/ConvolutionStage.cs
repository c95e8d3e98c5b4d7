using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepML.Transforms;

/// <summary>A convolution over one picture, without groups or dilation.</summary>
/// <remarks>
/// The numbers of all filters at one tap lie beside each other, so that a pixel's answer is a sum of vectors over the filters, each
/// times one number of the picture. Four pixels are computed together, that the processor need not wait for one sum to go on.
/// </remarks>
internal sealed class ConvolutionStage : PictureStage
{
    private const int Together = 4;

    private readonly Size _input, _output, _kernel, _stride;
    private readonly (int Top, int Left) _padding;
    private readonly int _channels, _filters, _padded;
    private readonly float[] _weights; // (kernel height, kernel width, channels, padded filters)
    private readonly float[] _biases; // (padded filters)

    /// <param name="weights">(filters, channels, kernel height, kernel width), as torch has them.</param>
    /// <param name="biases">One per filter; null for none.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="input">The picture's size.</param>
    /// <param name="output">The answer's size.</param>
    /// <param name="kernel">The filters' size.</param>
    /// <param name="stride">Pixels between two places.</param>
    /// <param name="padding">Zeros above and to the left; those below and to the right follow from the sizes.</param>
    public ConvolutionStage(
        float[] weights, float[]? biases, int channels, Size input, Size output, Size kernel, Size stride, (int Top, int Left) padding)
    {
        (_input, _output, _kernel, _stride, _padding, _channels) = (input, output, kernel, stride, padding, channels);
        var taps = channels * kernel.Height * kernel.Width;
        _filters = weights.Length / taps;
        var width = Vector<float>.Count;
        _padded = (_filters + width - 1) / width * width;
        _biases = new float[_padded];
        biases?.CopyTo(_biases, 0);
        _weights = new float[taps * _padded];
        for (var filter = 0; filter < _filters; filter++)
            for (var channel = 0; channel < channels; channel++)
                for (var at = 0; at < kernel.Height * kernel.Width; at++)
                    _weights[(((at * channels) + channel) * _padded) + filter] =
                        weights[(((filter * channels) + channel) * kernel.Height * kernel.Width) + at];
    }

    /// <inheritdoc/>
    public override int Outputs => _output.Height * _output.Width * _filters;

    /// <summary>Multiplications of a pass.</summary>
    public long Multiplications => (long)_output.Height * _output.Width * _weights.Length;

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        for (var y = 0; y < _output.Height; y++)
        {
            var top = (y * _stride.Height) - _padding.Top;
            var (from, to) = (Math.Max(0, -top), Math.Min(_kernel.Height, _input.Height - top));
            for (var x = 0; x < _output.Width;)
            {
                var left = (x * _stride.Width) - _padding.Left;
                var target = output[(((y * _output.Width) + x) * _filters)..];
                var reach = left + ((Together - 1) * _stride.Width) + _kernel.Width;
                if (left >= 0 && x + Together <= _output.Width && reach <= _input.Width)
                {
                    Four(input, target, (top * _input.Width) + left, from, to);
                    x += Together;
                    continue;
                }
                One(input, target, top, left, from, to);
                x++;
            }
        }
    }

    // Pixels whose filters lie within the rows: the taps of a row of the filter are one run of numbers.
    private void Four(ReadOnlySpan<float> input, Span<float> output, int corner, int from, int to)
    {
        var (run, step, width) = (_kernel.Width * _channels, _stride.Width * _channels, Vector<float>.Count);
        for (var filter = 0; filter < _padded; filter += width)
        {
            var bias = new Vector<float>(_biases, filter);
            var (first, second, third, fourth) = (bias, bias, bias, bias);
            for (var y = from; y < to; y++)
            {
                ref var number = ref MemoryMarshal.GetReference(input.Slice((corner + (y * _input.Width)) * _channels, run + (3 * step)));
                ref var weight = ref MemoryMarshal.GetReference(
                    _weights.AsSpan((y * run * _padded) + filter, ((run - 1) * _padded) + width));
                for (var tap = 0; tap < run; tap++)
                {
                    var weights = Vector.LoadUnsafe(ref weight, (nuint)(tap * _padded));
                    first = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref number, tap)), weights, first);
                    second = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref number, tap + step)), weights, second);
                    third = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref number, tap + (2 * step))), weights, third);
                    fourth = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref number, tap + (3 * step))), weights, fourth);
                }
            }
            Store(first, output, filter);
            Store(second, output[_filters..], filter);
            Store(third, output[(2 * _filters)..], filter);
            Store(fourth, output[(3 * _filters)..], filter);
        }
    }

    // A pixel whose filter may hang over the left or right edge.
    private void One(ReadOnlySpan<float> input, Span<float> output, int top, int left, int from, int to)
    {
        var (start, end) = (Math.Max(0, -left), Math.Min(_kernel.Width, _input.Width - left));
        for (var filter = 0; filter < _padded; filter += Vector<float>.Count)
        {
            var sum = new Vector<float>(_biases, filter);
            for (var y = from; y < to && start < end; y++)
            {
                var numbers = input.Slice((((top + y) * _input.Width) + left + start) * _channels, (end - start) * _channels);
                var weights = ((((y * _kernel.Width) + start) * _channels) * _padded) + filter;
                for (var tap = 0; tap < numbers.Length; tap++)
                    sum = Vector.FusedMultiplyAdd(
                        new Vector<float>(numbers[tap]), new Vector<float>(_weights, weights + (tap * _padded)), sum);
            }
            Store(sum, output, filter);
        }
    }

    private void Store(Vector<float> sums, Span<float> pixel, int filter)
    {
        var left = _filters - filter;
        if (left >= Vector<float>.Count)
        {
            sums.CopyTo(pixel[filter..]);
            return;
        }
        for (var i = 0; i < left; i++)
            pixel[filter + i] = sums[i];
    }

    /// <summary>A height and a width.</summary>
    internal readonly record struct Size(int Height, int Width);
}
