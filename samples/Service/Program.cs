using DeepML.Service;

// usage: DeepML.Service MODEL.zip [--urls http://localhost:5080]   serves the model, and each newer one that is written over it
//        DeepML.Service train MODEL.zip [digits.csv]               trains a classifier of digits and saves it
//        DeepML.Service load [SECONDS]                             trains, serves, and loads the service from this process
switch (args)
{
    case ["train", var path, .. var rest]:
        DigitsModel.Train(path, rest.FirstOrDefault() ?? DigitsModel.Data);
        return 0;
    case ["load", .. var rest]:
        return await LoadTest.RunAsync(rest is [var seconds] ? int.Parse(seconds) : 10);
    case [var path, ..] when File.Exists(path):
        await using (var app = ScoringService.Create(args[1..], path))
            await app.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("usage: DeepML.Service MODEL.zip | train MODEL.zip [digits.csv] | load [SECONDS]");
        return 2;
}
