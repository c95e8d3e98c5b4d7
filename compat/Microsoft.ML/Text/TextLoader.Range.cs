namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    public sealed class Range
    {
        public int Min;
        public int? Max;
        public bool AutoEnd;
        public bool VariableEnd;
        public bool AllOther;
        public bool ForceVector;

        public Range()
        {
        }

        public Range(int index)
        {
            if (index < 0)
                throw new ArgumentOutOfRangeException(nameof(index), $"The index is {index}; it must be non-negative.");
            Min = index;
            Max = index;
        }

        public Range(int min, int? max)
        {
            if (min < 0)
                throw new ArgumentOutOfRangeException(nameof(min), $"The start is {min}; it must be non-negative.");
            if (max < min)
                throw new ArgumentOutOfRangeException(nameof(max), $"The end is {max}; it must be at least the start, {min}.");
            Min = min;
            Max = max;
            AutoEnd = max is null;
            ForceVector = true;
        }
    }
}
