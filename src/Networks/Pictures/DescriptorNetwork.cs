using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Measures shape, colour and edges of pictures; it has no weights.</summary>
/// <param name="architecture">The pictures, and what is measured.</param>
internal sealed class DescriptorNetwork(DescriptorArchitecture architecture) : Module<Tensor, Tensor>("Descriptors"), IHasArchitecture
{
    private const double Smallest = 1e-30;

    /// <inheritdoc/>
    public object Architecture => architecture;

    /// <summary>The numbers that describe each picture.</summary>
    /// <param name="input">(batch, channels, height, width), from 0 to 1.</param>
    /// <returns>(batch, numbers).</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pictures = PictureLevels.Finite(input);
        var grey = PictureLevels.Grey(pictures);
        var parts = new List<Tensor>();
        if (architecture.Area || architecture.Perimeter || architecture.HuMoments)
        {
            var shape = new BinarizationFilter().Apply(grey); // (batch, 1, height, width)
            var pixels = (double)architecture.Height * architecture.Width;
            if (architecture.Area)
                parts.Add(shape.sum([1, 2, 3]).div_(Numbers.Kept(pixels)).unsqueeze(1));
            if (architecture.Perimeter)
                parts.Add(BoundaryFilter.Of(shape).sum([1, 2, 3]).div_(Numbers.Kept(Math.Sqrt(pixels))).unsqueeze(1));
            if (architecture.HuMoments)
                parts.Add(HuMoments(shape.squeeze(1)));
        }
        if (architecture.ColorBins > 0)
            parts.Add(Histogram(pictures));
        if (architecture.GradientBins > 0)
            parts.Add(OrientedGradients(grey));
        return cat(parts, 1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Seven numbers of a shape that do not change when it is moved, turned or scaled (Hu, IRE Trans. IT 8, 1962); of each the logarithm
    /// of its size with its sign, -sign(h)·log₁₀|h|, so that they are of like size.
    /// </summary>
    /// <param name="shape">(batch, height, width).</param>
    /// <returns>(batch, 7), float32.</returns>
    internal static Tensor HuMoments(Tensor shape)
    {
        var image = shape.to(ScalarType.Float64);
        var (height, width) = (image.size(1), image.size(2));
        var y = arange(Numbers.Zero, Numbers.Kept(height), Numbers.One, ScalarType.Float64, image.device).view(1, -1, 1);
        var x = arange(Numbers.Zero, Numbers.Kept(width), Numbers.One, ScalarType.Float64, image.device).view(1, 1, -1);
        var area = image.sum([1, 2], keepdim: true).clamp_(Numbers.Kept(Smallest), Numbers.Kept(double.MaxValue)); // (batch, 1, 1)
        var right = x - ((image * x).sum([1, 2], keepdim: true) / area); // (batch, 1, width): from the centre of mass
        var down = y - ((image * y).sum([1, 2], keepdim: true) / area);
        Tensor Normalized(int p, int q) => // η_pq
            (image * right.pow(Numbers.Kept((long)p)) * down.pow(Numbers.Kept((long)q))).sum([1, 2])
                / area.view(-1).pow(Numbers.Kept(1 + ((p + q) / 2.0)));
        var (n20, n02, n11) = (Normalized(2, 0), Normalized(0, 2), Normalized(1, 1));
        var (n30, n03, n21, n12) = (Normalized(3, 0), Normalized(0, 3), Normalized(2, 1), Normalized(1, 2));
        var (a, b) = (n30.Plus(n12), n21.Plus(n03)); // η30 + η12, η21 + η03
        var (c, d) = (n30 - n12.Times(3.0), n21.Times(3.0) - n03); // η30 - 3η12, 3η21 - η03
        var (aa, bb) = (a.Squared(), b.Squared());
        var (e, f) = (aa - bb.Times(3.0), aa.Times(3.0) - bb);
        var difference = n20 - n02;
        Tensor[] moments =
        [
            n20.Plus(n02), difference.Squared().Plus(n11.Squared(), 4), c.Squared().Plus(d.Squared()), aa.Plus(bb),
            (c * a * e).Plus(d * b * f), (difference * (aa - bb)).Plus(n11 * a * b, 4), (d * a * e) - (c * b * f),
        ];
        var all = stack(moments, 1); // (batch, 7)
        var size = all.abs().clamp_(Numbers.Kept(Smallest), Numbers.Kept(double.MaxValue)).log10_();
        return (ElementFunctions.Sign(all) * size).neg_().to(ScalarType.Float32);
    }

    // Share of the pixels at each level of each channel, (batch, channels · bins).
    private Tensor Histogram(Tensor pictures)
    {
        var bins = architecture.ColorBins;
        var rows = pictures.flatten(2).flatten(0, 1); // (batch · channels, pixels)
        var at = rows.Times((double)bins).floor_().clamp_(Numbers.Zero, Numbers.Kept(bins - 1L)).to(ScalarType.Int64);
        var counts = zeros([rows.size(0), bins], device: rows.device).scatter_add_(1, at, ones_like(rows));
        return counts.div_(Numbers.Kept((double)rows.size(1))).view(pictures.size(0), -1);
    }

    // Directions of edges, without their sign, weighted by their strength and shared between the two nearest; counted in squares, of which
    // 2×2 make a block of length 1 (Dalal and Triggs, CVPR 2005). (batch, blocks · 4 · directions).
    private Tensor OrientedGradients(Tensor grey)
    {
        var (bins, cell) = (architecture.GradientBins, architecture.GradientCell);
        var (across, down) = (new KernelFilter([[-1, 0, 1]]).Apply(grey), new KernelFilter([[-1], [0], [1]]).Apply(grey));
        var strength = across.Squared().Plus(down.Squared()).sqrt_(); // (batch, 1, height, width)
        var place = down.atan2(across).div_(Numbers.Kept(Math.PI)); // in [-1, 1], the same direction both ways
        place = (place - place.floor()).mul_(Numbers.Kept((double)bins)); // in [0, bins]
        var first = place.floor();
        var share = place - first;
        var low = first.remainder(Numbers.Kept((long)bins)).to(ScalarType.Int64);
        var high = first.Plus(1L).remainder(Numbers.Kept((long)bins)).to(ScalarType.Int64);
        var planes = zeros([grey.size(0), bins, grey.size(2), grey.size(3)], device: grey.device);
        planes.scatter_add_(1, low, strength * share.SubtractedFrom(1L));
        planes.scatter_add_(1, high, strength * share);
        var cells = functional.avg_pool2d(planes, cell); // (batch, bins, cell rows, cell columns)
        var (rows, columns) = (architecture.CellRows - 1, architecture.CellColumns - 1);
        Tensor[] corners =
        [
            cells.narrow(2, 0, rows).narrow(3, 0, columns), cells.narrow(2, 0, rows).narrow(3, 1, columns),
            cells.narrow(2, 1, rows).narrow(3, 0, columns), cells.narrow(2, 1, rows).narrow(3, 1, columns),
        ];
        var blocks = cat(corners, 1); // (batch, 4 · bins, rows, columns)
        var lengths = blocks.Squared().sum([1], keepdim: true).Plus(1e-6).sqrt_();
        return (blocks / lengths).permute(0, 2, 3, 1).flatten(1);
    }
}
