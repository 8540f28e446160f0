using GbGateway.Drills.Ledger;

switch (args)
{
    case ["ledger-child", var sink, var directory]:
        return await CrashChild.RunAsync(sink, directory);
    case ["ledger-crash", var sink, var rounds]:
        return await CrashDrill.RunCommandAsync(sink, int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
    case ["ledger-mutations", var count]:
        return await MutationDrill.RunCommandAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("""
            usage: GbGateway.Drills ledger-crash sqlite|jsonl ROUNDS     kill -9 a writer ROUNDS times; no acknowledged record may be lost
                   GbGateway.Drills ledger-mutations COUNT              COUNT seeded mutations of a ledger; each must be found
            """);
        return 2;
}
