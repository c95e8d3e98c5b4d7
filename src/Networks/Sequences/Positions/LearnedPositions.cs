using DeepML.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Numbers that are learned for each place are added to each step (Gehring et al., arXiv:1705.03122; BERT and GPT-2).</summary>
[SavedAs("learned")]
public sealed record LearnedPositions : PositionEncoding
{
    /// <summary>Places that are learned. Longer sequences are refused.</summary>
    /// <value>At least 1 step; the default is 512.</value>
    public int MaximumLength { get; init; } = 512;

    internal override int? LongestSequence => MaximumLength;

    internal override StepPlaces CreateAdded(int width) => new Table(MaximumLength, width);

    internal override void Validate(int width, int headWidth, PartFaults faults) =>
        faults.AtLeast(MaximumLength, 1, $"Positions.{nameof(MaximumLength)}");

    private sealed class Table : StepPlaces
    {
        private const double Deviation = 0.02; // as BERT's: small beside what stands for a key
        [ComponentName(Name = "places")] private readonly Parameter places;

        public Table(int count, int width)
        {
            WeightRoom.Take(count, width);
            places = new Parameter(randn(count, width).Times(Deviation));
            RegisterComponents();
        }

        public override Tensor At(long start, long count, Device device) => start + count <= places.size(0)
            ? places.narrow(0, start, count)
            : throw new InvalidOperationException(
                $"There are {places.size(0)} learned positions, and a sequence of {start + count} steps. Give more of them "
                    + $"({nameof(LearnedPositions)}.{nameof(MaximumLength)}), cut sequences, or take other positions.");
    }
}
