using DeepML.Networks;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class HeapGuardTests
{
    private const long Megabyte = 1 << 20;

    [TestMethod]
    public void A_heap_that_grows_by_freed_blocks_stays_small()
    {
        var process = new Process { GrowthPerBatch = 3 * Megabyte, IsFreed = true };
        process.Train(1000);
        Assert.IsLessThan(500 * Megabyte, process.Highest);
        Assert.IsGreaterThan(800 / 16, process.Trims);
        Assert.AreEqual(0, process.Cures);
    }

    [TestMethod]
    public void After_thousands_of_batches_the_growth_is_ended_for_good()
    {
        var process = new Process { GrowthPerBatch = 3 * Megabyte, IsFreed = true };
        process.Train(20_000);
        Assert.AreEqual(1, process.Cures);
    }

    [TestMethod]
    public void A_heap_that_grows_by_blocks_in_use_is_left_alone()
    {
        var process = new Process { GrowthPerBatch = 3 * Megabyte, IsFreed = false };
        process.Train(400);
        Assert.AreEqual(0, process.Cures);
        Assert.IsLessThanOrEqualTo(400 / 16, process.Trims);
    }

    [TestMethod]
    public void Memory_that_comes_and_goes_with_each_batch_is_no_growth()
    {
        var process = new Process { IsFreed = true, PerBatch = 800 * Megabyte };
        process.Train(400);
        Assert.AreEqual(0, process.Cures);
        Assert.AreEqual(0, process.Trims, "from the first look on it is the usual level");
    }

    [TestMethod]
    public void Short_batches_are_not_slowed_by_looking()
    {
        var process = new Process { BatchTime = TimeSpan.FromMicroseconds(100) };
        process.Train(2000);
        Assert.IsLessThanOrEqualTo(11, process.Looks);
    }

    private sealed class Process
    {
        private const long Base = 200 * Megabyte;
        private long _grown;
        private bool _isTrimmed;
        private TimeSpan _time;

        public long GrowthPerBatch { get; init; }

        public long PerBatch { get; init; }

        public bool IsFreed { get; init; }

        public TimeSpan BatchTime { get; init; } = TimeSpan.FromMilliseconds(7);

        public long Highest { get; private set; }

        public int Cures { get; private set; }

        public int Trims { get; private set; }

        public int Looks { get; private set; }

        public void Train(int batches)
        {
            var guard = new HeapGuard(Resident, Trim, () => Cures++, () => _time);
            for (var batch = 0; batch < batches; batch++)
            {
                _time += BatchTime;
                _isTrimmed = false;
                _grown += Cures == 0 ? GrowthPerBatch : 0;
                Highest = Math.Max(Highest, Base + _grown);
                guard.BatchFinished();
            }
        }

        private long Resident()
        {
            Looks++;
            return Base + _grown + (_isTrimmed ? 0 : PerBatch);
        }

        private void Trim()
        {
            Trims++;
            _isTrimmed = true;
            if (IsFreed)
                _grown = 0;
        }
    }
}
